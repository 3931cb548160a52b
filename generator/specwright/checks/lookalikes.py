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
    "аеорсухіјѕһԁԛԝАВЕКМНОРСТУХІЈЅοναΑΒΕΖΗΙΚΜΝΟΡΤΥΧօսհց",  # noqa: RUF001
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
