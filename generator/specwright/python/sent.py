"""Where each argument of a method goes, as the keywords of the runtime's `request`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from specwright.ir import AnySchema, ArraySchema, MapSchema, ObjectSchema, TupleSchema
from specwright.lower.media import essence, is_json
from specwright.python.arguments import Argument, Place
from specwright.python.calls import Call
from specwright.python.imports import Imports
from specwright.python.layout import Pair, Piece, call, display
from specwright.python.literals import flat_literal
from specwright.python.types import Types
from specwright.text import Code, Text

_TABLES: tuple[tuple[str, Place], ...] = (
    ("path", "path"),
    ("query", "query"),
    ("headers", "header"),
    ("cookies", "cookie"),
)
_EXPLODED = frozenset({"form", "cookie"})


@dataclass(frozen=True, slots=True)
class Sent:
    """Writes what a method sends; imports go to ``imports``."""

    types: Types
    imports: Imports

    def keywords(self, called: Call) -> Iterator[Piece]:
        """Parameters, then the body."""
        for keyword, place in _TABLES:
            if found := called.at(place):
                yield self._table(keyword, found)
        for argument in called.at("querystring"):
            yield Pair(Code("querystring="), Code(argument.name))
            kind = flat_literal(argument.encoding.content_type)
            yield Pair(Code("querystring_type="), kind)
        yield from self._body(called)

    def _table(self, keyword: str, arguments: tuple[Argument, ...]) -> Piece:
        in_parts = keyword in {"form", "files"}
        entries = [self._entry(a, in_parts=in_parts) for a in arguments]
        return Pair(Code(f"{keyword}="), display("{", entries, "}"))

    def _entry(self, argument: Argument, *, in_parts: bool = False) -> Piece:
        is_json = argument.place == "json"
        value: Piece = Code(argument.name)
        if not is_json:
            value = self._written(argument, in_parts=in_parts)
        elif not argument.required and not argument.nullable:
            self.imports.local(("_runtime", "omit"), "given")
            value = call("given", [value])
        return Pair(Code(f"{flat_literal(argument.wire)}: "), value)

    def _written(self, argument: Argument, *, in_parts: bool) -> Piece:
        """The value in its style; where that is what the runtime does, as it is."""
        value: Piece = Code(argument.name)
        encoding, place = argument.encoding, argument.place
        if place == "file":
            value = self._files(argument, value)
        if encoding.content_type:
            return self._typed(argument, value, in_parts=in_parts)
        if not encoding.style or not self._needs_style(argument):
            return value
        self.imports.local(("_runtime", "styles"), "Styled")
        style = encoding.style.raw
        items: list[Piece] = [value, flat_literal(encoding.style)]
        if encoding.explode != (style in _EXPLODED) and style != "deepObject":
            items.append(Pair(Code("explode="), Code(str(encoding.explode))))
        if encoding.allow_reserved and place not in {"header", "cookie"}:
            items.append(Pair(Code("allow_reserved="), Code("True")))
        return call("Styled", items)

    def _files(self, argument: Argument, value: Piece) -> Piece:
        """A file or several, which nobody has to give where they are optional."""
        if not argument.required:
            self.imports.local(("_runtime", "omit"), "given")
            value = call("given", [value])
        kinds = self.types.alternatives(argument.schema)
        if not any(isinstance(kind, ArraySchema) for kind in kinds):
            return value
        self.imports.local(("_runtime", "multipart"), "FileList")
        return call("FileList", [value])

    def _typed(self, argument: Argument, value: Piece, *, in_parts: bool) -> Piece:
        """A value that is a document of its own, such as JSON."""
        kind = argument.encoding.content_type.raw
        if in_parts:
            # Of several types that a file may have, the first where nothing says more.
            kind = kind.partition(",")[0].strip()
            if "*" in kind:
                return value
            self.imports.local(("_runtime", "multipart"), "Part")
            return call("Part", [value, flat_literal(Text(kind))])
        if not is_json(kind):
            return value
        self.imports.local(("_runtime", "styles"), "json_text")
        # No header can carry more.
        options = [Pair(Code("ascii="), Code("True"))]
        return call(
            "json_text", [value, *(options if argument.place == "header" else [])]
        )

    def _needs_style(self, argument: Argument) -> bool:
        """Whether some value would otherwise be written in another way."""
        encoding = argument.encoding
        style = encoding.style.raw
        kinds = [*self.types.alternatives(argument.schema)]
        is_open = argument.place != "path"
        is_object = any(
            isinstance(k, (ObjectSchema, MapSchema))
            or (is_open and isinstance(k, AnySchema))
            for k in kinds
        )
        is_array = any(isinstance(k, (ArraySchema, TupleSchema)) for k in kinds)
        match argument.place:
            case "path":
                is_list = is_array or any(isinstance(k, AnySchema) for k in kinds)
                is_odd = style != "simple" or encoding.allow_reserved
                return is_odd or is_object or is_list
            case "header":
                return is_object or is_array
            case "cookie":
                return style == "cookie" or is_object or is_array
            case "query" if style == "deepObject":
                return is_array or encoding.allow_reserved
            case "query" | "form":
                apart = style != "deepObject" and encoding.explode
                reserved = encoding.allow_reserved
                return is_object or reserved or (is_array and not apart)
            case _:
                return False

    def _body(self, called: Call) -> Iterator[Piece]:
        match called.body:
            case "none":
                return
            case "object":
                entries = [self._entry(a) for a in called.at("json")]
                yield Pair(Code("json="), display("{", entries, "}"))
                if called.uploads:
                    yield from self._uploads(called)
            case "json":
                (body,) = called.at("json")
                if body.by_type:
                    yield Pair(Code("either="), Code(body.name))
                    kinds = [flat_literal(kind) for kind in body.by_type]
                    yield Pair(Code("types="), display("(", kinds, ")"))
                    yield Pair(Code("content_type="), Code("content_type"))
                    return
                value = body.name
                if not body.required:
                    self.imports.local(("_runtime", "omit"), "given")
                    value = f"given({value})"
                yield Pair(Code("json="), Code(value))
            case "multipart" | "urlencoded" if called.at("body"):
                keyword = "urlencoded" if called.body == "urlencoded" else "form"
                (body,) = called.at("body")
                yield Pair(Code(f"{keyword}="), Code(body.name))
            case "multipart":
                yield from self._multipart(called)
            case "urlencoded":
                yield self._table("urlencoded", called.at("form"))
            case "content":
                (body,) = called.at("body")
                yield Pair(Code("content="), Code(body.name))
        if kind := self._content_type(called):
            yield Pair(Code("content_type="), kind)

    def _uploads(self, called: Call) -> Iterator[Piece]:
        """The files, and the fields that a form writes in a way of its own."""
        fields = [replace(a, place="form") for a in called.at("json")]
        written = [a for a in fields if self._written(a, in_parts=True) != a.name]
        if written:
            yield self._table("form", tuple(written))
        yield self._table("files", called.at("file"))
        is_usual = essence(called.media_type.raw) in _USUAL
        json = Text("application/json") if is_usual else called.media_type
        kinds = (json, Text("multipart/form-data"))
        yield Pair(Code("types="), display("(", map(flat_literal, kinds), ")"))

    def _multipart(self, called: Call) -> Iterator[Piece]:
        files = called.at("file")
        if called.at("form") or not files:
            yield self._table("form", called.at("form"))
        if files:
            yield self._table("files", files)

    def _content_type(self, called: Call) -> Code | None:
        """The `content_type=` of a call, where it is not what the runtime takes."""
        for argument in called.at("content_type"):
            return Code(argument.name)
        if called.uploads:
            return None
        if called.body == "content" or essence(called.media_type.raw) not in _USUAL:
            return flat_literal(called.media_type)
        return None


_USUAL = frozenset(
    {
        "application/json",
        "*/*",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
    }
)
"""What each kind of body is sent as by itself; anything is sent as JSON."""
