"""One operation as a method: signature, docstring and the request it makes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from specwright.ir import BinarySchema, Key, Pagination, PathVariable, Schema
from specwright.python.arguments import Argument
from specwright.python.calls import Call
from specwright.python.imports import Imports
from specwright.python.layout import (
    Declaration,
    Group,
    Pair,
    Piece,
    call,
    display,
    flat,
    statement,
    subscript,
)
from specwright.python.limits import notes
from specwright.python.literals import flat_literal, literal
from specwright.python.prose import docstring, sentence, wrap
from specwright.python.replies import Reply
from specwright.python.sent import Sent
from specwright.python.types import NONE, Types, union
from specwright.text import Code, Text

_INDENT = 2
_PROSE = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodView:
    """A method of a class, ready to print inside it."""

    name: Code
    definition: Code
    docstring: Code
    body: Code


@dataclass(frozen=True, slots=True)
class Methods:
    """Writes the methods of one API."""

    types: Types
    default_auth: tuple[tuple[Key, ...], ...]
    """What the client sends unless a method says otherwise."""
    credential_names: dict[Key, str]
    """Per security scheme: the client's argument."""
    errors: Mapping[int, str]
    """The exception of each status."""

    def view(self, called: Call, imports: Imports, *, is_async: bool) -> MethodView:
        """The method, sync or async; what it needs goes to ``imports``."""
        returns = self.returns(called.reply, imports, is_async=is_async)
        keyword = "async def" if is_async else "def"
        definition = Group(
            Code(f"{keyword} {called.name}("),
            (
                Code("self"),
                *self.parameters(called, imports, is_async=is_async),
            ),
            Code(")"),
            is_definition=True,
            returns=returns,
        )
        request = call(
            "self._transport.request",
            self._request(called, imports, is_async=is_async),
        )
        before = "return await " if is_async else "return "
        return MethodView(
            name=Code(called.name),
            definition=statement(definition, _INDENT - 1),
            docstring=self.docstring(called, _INDENT),
            body=statement(request, _INDENT, before),
        )

    def signature(self, called: Call, imports: Imports) -> Code:
        """The method as a reader calls it."""
        returns = self.returns(called.reply, imports, is_async=False)
        group = Group(
            Code(f"{called.name}("),
            tuple(self.parameters(called, imports, is_async=False)),
            Code(f") -> {flat(returns)}"),
        )
        return statement(group)

    def parameters(
        self, called: Call, imports: Imports, *, is_async: bool
    ) -> Iterator[Piece]:
        """The signature after `self`."""
        star = True
        for argument in called.arguments:
            if not argument.is_positional and star:
                yield Code("*")
                star = False
            yield self.declaration(argument, imports, is_async=is_async)
        if star:
            yield Code("*")
        imports.local(("_runtime", "options"), "RequestOptions")
        yield Declaration(
            Code("request_options"), union([Code("RequestOptions"), NONE]), NONE
        )

    def accepted(
        self, argument: Argument, imports: Imports, *, is_async: bool
    ) -> Piece:
        """The type of an argument. A body of raw content may come piece by piece."""
        if argument.by_type:
            raw = replace(argument, place="body", schema=BinarySchema(), by_type=())
            json = self.types.argument(argument.schema, imports)
            return union([json, self.accepted(raw, imports, is_async=is_async)])
        if argument.place != "body" or not isinstance(argument.schema, BinarySchema):
            return self.types.argument(argument.schema, imports)
        name = "AsyncContent" if is_async else "Content"
        imports.local(("_runtime", "bodies"), name)
        return Code(name)

    def declaration(
        self, argument: Argument, imports: Imports, *, is_async: bool
    ) -> Declaration:
        """One argument with its type and default."""
        annotation = self.accepted(argument, imports, is_async=is_async)
        name = Code(argument.name)
        if argument.constant is not None:
            return Declaration(name, annotation, literal(argument.constant))
        if argument.required:
            return Declaration(name, annotation)
        if not argument.nullable:
            return Declaration(name, union([annotation, NONE]), NONE)
        imports.local(("_runtime", "omit"), "OMIT", "Omit")
        return Declaration(name, union([annotation, NONE, Code("Omit")]), Code("OMIT"))

    def returns(self, reply: Reply, imports: Imports, *, is_async: bool) -> Piece:
        """The type that a method gives back."""
        prefix = "Async" if is_async else ""
        match reply.kind:
            case "nothing":
                return NONE
            case "text":
                return Code(imports.builtin("str"))
            case "json":
                return self.types.annotation(_schema(reply), imports)
            case "events":
                imports.local(("_runtime", "streams"), f"{prefix}Stream")
                item = self.types.annotation(_schema(reply), imports)
                return subscript(f"{prefix}Stream", [item])
            case "bytes":
                imports.local(("_runtime", "streams"), f"{prefix}ByteStream")
                return Code(f"{prefix}ByteStream")
            case "undeclared":
                imports.local(("_runtime", "streams"), f"{prefix}ByteStream")
                imports.local(("_runtime", "replies"), "JsonValue")
                return union([Code(f"{prefix}ByteStream"), Code("JsonValue")])

    def _reader(self, reply: Reply, imports: Imports, *, is_async: bool) -> Piece:
        """The `returns=` argument: the same type, for the runtime."""
        prefix = "Async" if is_async else ""
        name = {
            "nothing": "Nothing",
            "json": "Json",
            "text": "PlainText",
            "events": f"{prefix}Events",
            "bytes": f"{prefix}Bytes",
            "undeclared": f"{prefix}Undeclared",
        }[reply.kind]
        imports.local(("_runtime", "replies"), name)
        if reply.kind in {"json", "events"}:
            return subscript(name, [self.types.annotation(_schema(reply), imports)])
        return Code(name)

    def _request(
        self, called: Call, imports: Imports, *, is_async: bool
    ) -> Iterator[Piece]:
        operation = called.operation
        yield flat_literal(operation.method)
        yield flat_literal(path_text(called))
        yield from Sent(self.types, imports).keywords(called)
        auth = operation.security or ()
        if auth != self.default_auth:
            yield Pair(Code("auth="), auth_literal(auth, self.credential_names))
        if operation.servers:
            yield Pair(Code("server="), flat_literal(operation.servers[0].url))
        yield Pair(
            Code("returns="), self._reader(called.reply, imports, is_async=is_async)
        )
        if called.reply.accept:
            yield Pair(Code("accept="), flat_literal(called.reply.accept))
        replies = [
            Pair(Code(f"{flat_literal(_status(status))}: "), known)
            for status, schema in called.reply.statuses
            for known in [self.types.annotation(schema, imports)]
        ]
        if replies:
            yield Pair(Code("replies="), display("{", replies, "}"))
        errors = [
            Pair(Code(f"{flat_literal(_status(response.status))}: "), known)
            for response, schema in called.errors
            if schema is not None
            for known in [self.types.annotation(schema, imports)]
        ]
        if errors:
            yield Pair(Code("errors="), display("{", errors, "}"))
        if operation.pagination is not None:
            imports.local(("_runtime", "pages"), "Pages")
            yield Pair(Code("pages="), _pages(operation.pagination))
        yield Pair(Code("options="), Code("request_options"))

    def docstring(self, called: Call, indent: int) -> Code:
        """Google style: what it does, arguments, result, errors."""
        return docstring(self._doc_lines(called, _PROSE), indent)

    def _doc_lines(self, called: Call, width: int) -> Iterator[str]:
        operation = called.operation
        docs = operation.docs
        yield from wrap(docs.description or docs.summary, width)
        yield ""
        yield f"`{operation.method.raw} {operation.path.text}`"
        if docs.reference:
            yield ""
            yield f"Reference: {docs.reference.raw}"
        if docs.deprecated:
            yield from ("", "Deprecated: the API may remove this.")
        if needs := needed_together(called):
            yield ""
            yield from wrap(Text(needs), width)
        yield from ("", "Args:")
        for argument in called.arguments:
            said = limits(argument, self.types)
            text = describe(argument) + (f"\n{said}" if said else "")
            yield from item(argument.name, text, width)
        yield from item(
            "request_options",
            "Overrides for this call: timeout, retries, headers.",
            width,
        )
        returned = sentence(called.reply.docs.description)
        if called.reply.kind != "nothing":
            yield from ("", "Returns:")
            yield from (
                f"    {line}"
                for line in wrap(_returned(called.reply, returned), width - 4)
            )
        yield from self._raises(called, width)

    def _raises(self, called: Call, width: int) -> Iterator[str]:
        yield from ("", "Raises:")
        for response, _ in called.errors:
            code = response.status.raw
            name = error_class(code, self.errors)
            why = sentence(response.docs.description)
            yield from item(name, f"{code}, {why}" if why else code, width)
        yield from item("ApiError", "Any other failure; see its subclasses.", width)


def needed_together(called: Call) -> str:
    """Which optional arguments the server wants all the same; empty for none."""
    ways = called.alternatives
    if ways is None:
        return ""
    names = {a.wire: f"`{a.name}`" for a in called.at("json", "form", "file")}
    groups = [" and ".join(names[wire] for wire in group) for group in ways.groups]
    several = ways.exclusive and len(groups) > 1
    return (
        f"Needs {', or '.join(groups)}{', and only one of these' if several else ''}."
    )


def _pages(found: Pagination) -> Piece:
    """`Pages(...)`: how the runtime asks for the next page."""
    named = {"items": found.items, "next": found.next, "more": found.more}
    entries = [
        Pair(Code("parameter="), flat_literal(found.parameter)),
        *(Pair(Code(f"{k}="), flat_literal(v)) for k, v in named.items() if v),
    ]
    if not found.next and found.first != 1:
        entries.append(Pair(Code("first="), flat_literal(found.first)))
    return call("Pages", entries)


def path_text(called: Call) -> str:
    """The path for the runtime: variables in braces, other braces doubled."""
    return "".join(
        (
            f"{{{part.name.raw}}}"
            if isinstance(part, PathVariable)
            else part.raw.replace("{", "{{").replace("}", "}}")
        )
        for part in called.operation.path.sent
    )


def describe(argument: Argument) -> str:
    """What an argument is."""
    text = argument.docs.description.raw.strip() or argument.docs.summary.raw.strip()
    if not text:
        text = f"`{argument.wire.raw}` of the {_PLACES[argument.place]}."
    return f"Deprecated. {text}" if argument.docs.deprecated else text


def limits(argument: Argument, types: Types) -> str:
    """What the server takes without an argument, and what values it allows."""
    default = argument.default if argument.constant is None else None
    return notes(argument.schema, default, types)


_PLACES = {
    "path": "path",
    "query": "query",
    "header": "request's headers",
    "cookie": "request's cookies",
    "querystring": "request",
    "content_type": "request",
    "json": "body",
    "form": "form",
    "file": "form",
    "body": "request",
}


def item(name: str, text: str, width: int) -> Iterator[str]:
    """One entry of a docstring's section."""
    first, *rest = wrap(f"{name}: {text}", width - 8) or [f"{name}:"]
    yield f"    {first}"
    yield from (f"        {line}" if line else "" for line in rest)


def error_class(status: str, errors: Mapping[int, str]) -> str:
    """The exception that a declared status raises."""
    known = errors.get(int(status)) if status.isdecimal() else None
    return known or "ApiStatusError"


def _returned(reply: Reply, text: str) -> str:
    match reply.kind:
        case "undeclared":
            return (
                "What the server sends: parsed JSON, a stream of bytes for any other"
                " content, None for nothing."
            )
        case "bytes":
            return f"{text.rstrip('.') or 'The content'}, as a stream of bytes."
        case "events":
            return f"{text.rstrip('.') or 'The items'}, as a stream."
        case _:
            return text or "The reply."


def _schema(reply: Reply) -> Schema:
    if reply.schema is None:
        raise ValueError(f"a reply of kind {reply.kind} has no schema")
    return reply.schema


def _status(status: Text) -> int | Text:
    return int(status.raw) if status.raw.isdecimal() else status


def auth_literal(
    alternatives: tuple[tuple[Key, ...], ...], names: Mapping[Key, str]
) -> Piece:
    """Alternatives of credentials by argument, as a tuple of tuples."""
    return _tuple(
        [_tuple([flat_literal(names[key]) for key in keys]) for keys in alternatives]
    )


def _tuple(parts: Sequence[Piece]) -> Piece:
    if len(parts) == 1:
        return Code(f"({flat(parts[0])},)")
    return display("(", parts, ")")
