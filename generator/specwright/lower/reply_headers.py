"""The headers of an operation's successes, as an object with a property for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from specwright.ir import Key, NamedSchema, ObjectSchema, Property, Reference
from specwright.lower.cursor import Cursor, data
from specwright.lower.docs import docs_of
from specwright.lower.schemas import Place, Schemas
from specwright.text import Data, Text

_IGNORED = frozenset({"content-type"})
"""What the media type says already (OpenAPI 3.1, Response Object, `headers`)."""

_Signature: TypeAlias = tuple[tuple[str, Data], ...]


@dataclass(slots=True)
class ReplyHeaders:
    """Lowers headers; operations whose replies have the same ones share an object."""

    schemas: Schemas
    _known: dict[_Signature, Key] = field(default_factory=dict)

    def lower(self, responses: Cursor, words: tuple[Text, ...]) -> Reference | None:
        """The object of a Responses Object's headers; None where it has none."""
        found = dict(self._headers(responses))
        if not found:
            return None
        signature = tuple((n, data(_schema(at).node)) for n, at in found.items())
        if signature not in self._known:
            place = _place([at.path[-1] for at in found.values()], words)
            first = next(iter(found.values()))
            self._known[signature] = first.key
            self.schemas.named[first.key] = NamedSchema(
                key=first.key,
                anchor=self.schemas.anchors.of(first.path),
                name=place.words,
                parent=None,
                schema=ObjectSchema(
                    properties=tuple(self._property(at, place) for at in found.values())
                ),
                docs=replace(docs_of(first), description=Text("")),
                location=first.location,
            )
        return Reference(key=self._known[signature])

    def _headers(self, responses: Cursor) -> Iterator[tuple[str, Cursor]]:
        """Every header of a success, by its name in small letters."""
        seen = set[str]()
        statuses = [s for s, _ in responses.items() if s.startswith("2")]
        for status in statuses or ["default"]:
            for name, at in (
                self.schemas.follow(responses / status) / "headers"
            ).items():
                if name.lower() not in {*seen, *_IGNORED}:
                    seen.add(name.lower())
                    yield name.lower(), at

    def _property(self, at: Cursor, place: Place) -> Property:
        header = self.schemas.follow(at)
        found = self.schemas.property(
            str(at.path[-1]), _schema(header), False, place, is_form=False
        )
        docs = docs_of(header)
        return replace(found, docs=docs) if docs.description else found


def _schema(header: Cursor) -> Cursor:
    content = list((header / "content").items())
    return (content[0][1] if content else header) / "schema"


def _place(names: list[str | int], words: tuple[Text, ...]) -> Place:
    """What the object is called: by what its headers have in common, else by where.

    `X-RateLimit-Limit` and `X-RateLimit-Reset` are `RateLimit` headers.
    """
    split = [[w for w in str(n).split("-") if w.lower() != "x"] for n in names]
    shared = 0
    while all(len(s) > shared and s[shared] == split[0][shared] for s in split):
        shared += 1
    common = (Text(" ".join(split[0][:shared])),) if shared else (*words, Text("Reply"))
    return Place(None, (*common, Text("Headers")))
