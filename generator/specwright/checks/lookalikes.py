"""Names that nobody can tell from others by looking: invisible and look-alike letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from specwright.codes import finding
from specwright.diagnostics import Diagnostic
from specwright.objects import Path, Visit
from specwright.read.tree import Map, Seq, locate
from specwright.text import show

_ALIKE = str.maketrans(
    # Cyrillic, Greek, Armenian: those of Unicode's confusables (UTS 39, section 4)
    # that common fonts draw as the Latin letter.
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455"  # Cyrillic: aeopcyxijs
    "\u04bb\u0501\u051b\u051d\u0410\u0412\u0415\u041a\u041c\u041d"  # Cyrillic: hdqwABEKMH
    "\u041e\u0420\u0421\u0422\u0423\u0425\u0406\u0408\u0405"  # Cyrillic: OPCTYXIJS
    "\u03bf\u03bd\u03b1\u0391\u0392\u0395\u0396\u0397\u0399\u039a"  # Greek: ovaABEZHIK
    "\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"  # Greek: MNOPTYX
    "\u0585\u057d\u0570\u0581",  # Armenian: ouhg
    "aeopcyxijshdqwABEKMHOPCTYXIJSovaABEZHIKMNOPTYXouhg",
)


def findings(root: Map, visits: Mapping[str, Sequence[Visit]]) -> Iterator[Diagnostic]:
    """A finding for each name of the document that does not read as what it is."""
    for path, name, is_key in _names(visits):
        if not name.isascii() and (why := _disguise(name)):
            yield finding(
                "SW222",
                f"the name {show(name)} {why}",
                locate(root, path, key=is_key),
                consequence="It is sent as it is; names in Python are made of what "
                "can be read.",
                hint="Write the name with the characters that people see in it.",
            )


def _names(visits: Mapping[str, Sequence[Visit]]) -> Iterator[tuple[Path, str, bool]]:
    """Each name, with its place and whether it is a key there.

    Those of components are ASCII here: others are no legal ones, and are replaced.
    """
    for _, path, node in visits.get("schema", ()):
        properties = node.get("properties")
        for name in properties if isinstance(properties, Map) else ():
            yield (*path, "properties", name), name, True
    for kind, key in (("parameter", "name"), ("operation", "operationId")):
        for _, path, node in visits.get(kind, ()):
            text = node.get(key)
            if isinstance(text, str):
                yield (*path, key), text, False
    for _, path, node in visits.get("operation", ()):
        tags = node.get("tags")
        for index, tag in enumerate(tags if isinstance(tags, Seq) else ()):
            if isinstance(tag, str):
                yield (*path, "tags", index), tag, False


def _disguise(name: str) -> str:
    hidden = next((c for c in name if unicodedata.category(c) == "Cf"), None)
    if hidden is not None:
        return f"has a character that cannot be seen: {_said(hidden)}"
    seen = name.translate(_ALIKE)
    if not seen.isascii():
        return ""
    return f"looks like {show(seen)}, but has {_said(_first_other(name))}"


def _first_other(name: str) -> str:
    return next(char for char in name if not char.isascii())


def _said(char: str) -> str:
    return f"U+{ord(char):04X} {unicodedata.name(char, 'without a name')}"
