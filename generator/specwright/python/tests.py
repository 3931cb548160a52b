"""The tests of a generated package: what each method sends, returns and raises."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from specwright.access import SecurityScheme
from specwright.config import Config
from specwright.ir import Key, Pagination, Reference, Response, Schema
from specwright.lower.media import essence
from specwright.lower.servers import is_absolute
from specwright.naming.scope import Scope
from specwright.naming.table import Path
from specwright.python.calls import Call
from specwright.python.examples import Examples, arguments_of
from specwright.python.fixtures import authorized, credentials_of, token_request
from specwright.python.imports import Imports
from specwright.python.layout import (
    WIDTH,
    Group,
    Pair,
    Piece,
    call,
    display,
    equality,
    flat,
    statement,
)
from specwright.python.literals import flat_literal, literal
from specwright.python.methods import error_class
from specwright.python.servers import address
from specwright.python.variants import Variant
from specwright.python.wire import Given, Wire, json_bytes
from specwright.render import status_errors
from specwright.text import Code, JsonValue, Text

_TEXT = "some text"
_BYTES = b"\x00\x01content"
_INLINE = 60
_LONGEST = 50
_PAGE = "page"
DEPLOYED = "deployed"
"""The fixture of a client that no base URL is given to."""
_STATUSES = {"4XX": 400, "5XX": 500, "default": 500}


@dataclass(frozen=True, slots=True, kw_only=True)
class TestView:
    """One test function."""

    definition: Code
    body: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class TestsView:
    """One test module."""

    place: Code
    imports: Code
    constants: tuple[Code, ...]
    """Statements that name the larger values."""
    tests: tuple[TestView, ...]


@dataclass(frozen=True, slots=True)
class Tests:
    """Writes the test modules of one API."""

    examples: Examples
    config: Config
    schemes: Mapping[Key, SecurityScheme]
    variants: Mapping[Key, tuple[Variant, ...]]
    """The calls of each operation."""
    has_default: bool
    """Whether a client can be made without a base URL."""

    def is_elsewhere(self, called: Call) -> bool:
        """Whether an operation has a server that a test can name."""
        servers = called.operation.servers
        return self.has_default and bool(servers) and is_absolute(servers[0])

    def view(self, path: Path, calls: Sequence[Call]) -> TestsView:
        """The tests of one resource."""
        imports = Imports(("tests", "test"), self.config.package)
        imports.add_module("import pytest")
        client = self.config.client_class
        imports.add(self.config.package, client, f"Async{client}")
        imports.add(f"{self.config.package}.testing", "Exchange")
        scope = Scope()
        constants: dict[str, Piece] = {}
        tests = [
            view
            for called in calls
            for is_async in (False, True)
            for view in _Test(self, called, imports, scope, constants, is_async).views()
        ]
        return TestsView(
            place=Code(".".join(("client", *path))),
            imports=imports.lines(),
            constants=tuple(
                statement(value, before=f"{name}: JsonValue = ")
                for name, value in constants.items()
            ),
            tests=tuple(tests),
        )


class _Test:
    """Writes the tests of one method, sync or async."""

    def __init__(
        self,
        tests: Tests,
        called: Call,
        imports: Imports,
        scope: Scope,
        constants: dict[str, Piece],
        is_async: bool,
    ) -> None:
        self.tests = tests
        self.called = called
        self.imports = imports
        self.scope = scope
        self.constants = constants
        self.is_async = is_async
        self.package = tests.config.package

    def views(self) -> Iterator[TestView]:
        """All tests of the method."""
        calls = self.tests.variants[self.called.operation.key]
        for variant in calls:
            yield self.request(variant)
        fewest = calls[0].given
        if not self.is_async and self.tests.is_elsewhere(self.called):
            yield self.server(calls[0])
        if self.called.operation.pagination is not None:
            yield self.pages(self.called.operation.pagination, fewest)
        for response, schema in self.called.errors:
            yield self.error(response, schema, fewest)

    def request(self, variant: Variant) -> TestView:
        """A call, the request that it makes, and what it returns."""
        reply, check = self._reply()
        before = f"{'result = ' if check else ''}{self._await}"
        return TestView(
            definition=self._definition(variant.name),
            body=_block(
                *(reply, Code("")),
                *self._called(variant.given, 1, before),
                Code(""),
                *self._sent(variant.wire),
                *check,
            ),
        )

    def server(self, variant: Variant) -> TestView:
        """Without a base URL of the user's, the call goes to the operation's server."""
        host, path = address(self.called.operation.servers[0])
        target = self._authorized(variant.wire).target
        reply, _ = self._reply()
        return TestView(
            definition=self._definition("goes_to_its_server", DEPLOYED),
            body=_block(
                reply,
                Code(""),
                *self._called(variant.given, 1, "", DEPLOYED),
                Code(""),
                equality(
                    Code("exchange.request.url.netloc"),
                    flat_literal(host.encode()),
                    1,
                ),
                equality(
                    Code("exchange.request.url.raw_path"),
                    flat_literal(path.encode() + target),
                    1,
                ),
            ),
        )

    def pages(self, paged: Pagination, given: Given) -> TestView:
        """Two pages: all items come, and the second is asked for as documented."""
        item = self.tests.examples.value(paged.item)
        page: dict[str, JsonValue] = {paged.items.raw: [item]}
        last = dict(page)
        asked = str(paged.first + 1)
        if paged.more:
            page[paged.more.raw], last[paged.more.raw] = True, False
        if paged.next:
            page[paged.next.raw], last[paged.next.raw] = "second", None
            asked = "second"
        schema = self.tests.examples.value(Reference(key=paged.page))
        whole = dict(schema) if isinstance(schema, Mapping) else {}
        shown = self._named("page", whole | page)
        shown_last = self._named("last_page", whole | last)
        expected_item = self._named("item", item)
        loop = f"[plain(item) async for item in {_PAGE}]"
        if not self.is_async:
            loop = f"[plain(item) for item in {_PAGE}]"
        self._plain(_PAGE)
        parameter = flat_literal(paged.parameter)
        return TestView(
            definition=self._definition("pages"),
            body=_block(
                self._queue([Pair(Code("json="), shown)]),
                self._queue([Pair(Code("json="), shown_last)]),
                Code(""),
                *self._called(given, 1, f"{_PAGE} = {self._await}"),
                Code(f"items = {loop}"),
                Code(""),
                equality(
                    Code("items"), display("[", [expected_item, expected_item], "]"), 1
                ),
                equality(
                    Code(f"exchange.request.url.params[{parameter}]"),
                    flat_literal(asked),
                    1,
                ),
            ),
        )

    def error(
        self, response: Response, schema: Schema | None, given: Given
    ) -> TestView:
        """A declared failure becomes an exception with the declared body."""
        raw = response.status.raw
        status = _STATUSES.get(raw) or int(raw)
        name = error_class(str(status), status_errors())
        self.imports.add(self.package, name)
        body = self.tests.examples.value(schema) if schema is not None else {}
        shown = self._named(raw, body)
        plain_body = self._plain("caught.value.body")
        return TestView(
            definition=self._definition(f"raises_{raw.lower()}"),
            body=_block(
                self._queue([Code(str(status)), Pair(Code("json="), shown)]),
                Code(""),
                Code(f"with pytest.raises({name}) as caught:"),
                *(Code(f"    {line}") for line in self._called(given, 2, self._await)),
                Code(""),
                Code(f"assert caught.value.status_code == {status}"),
                equality(plain_body, shown, 1),
            ),
        )

    @property
    def _await(self) -> str:
        return "await " if self.is_async else ""

    def _definition(self, suffix: str, fixture: str = "") -> Code:
        parts = ["test", "async" if self.is_async else "", self.called.name.strip("_")]
        name = self.scope.take("_".join(part for part in [*parts, suffix] if part))
        client = f"{'Async' if self.is_async else ''}{self.tests.config.client_class}"
        fixture = fixture or ("async_client" if self.is_async else "client")
        group = Group(
            Code(f"{'async def' if self.is_async else 'def'} {name}("),
            (Code("exchange: Exchange"), Code(f"{fixture}: {client}")),
            Code(")"),
            is_definition=True,
            returns=Code("None"),
        )
        return statement(group)

    def _called(
        self, given: Given, indent: int, before: str, fixture: str = ""
    ) -> Iterator[Code]:
        """The call; a long attribute path stands on a line of its own."""
        fixture = fixture or ("async_client" if self.is_async else "client")
        resource = ".".join((fixture, *self.called.path))
        if len(f"{before}{resource}.{self.called.name}(") + 4 * indent > WIDTH:
            yield statement(Code(resource), indent, "resource = ")
            resource = "resource"
        made = call(f"{resource}.{self.called.name}", arguments_of(given))
        yield statement(made, indent, before)

    def _authorized(self, wire: Wire) -> Wire:
        schemes = credentials_of(self.called.operation, self.tests.schemes)
        return authorized(wire, schemes)

    def _queue(self, items: Sequence[Piece]) -> Code:
        return statement(call("exchange.reply", items), 1)

    def _sent(self, wire: Wire) -> Iterator[Code]:
        yield Code(f"assert exchange.request.method == {flat_literal(wire.method)}")
        credentials = credentials_of(self.called.operation, self.tests.schemes)
        wire = self._authorized(wire)
        yield equality(
            Code("exchange.request.url.raw_path"), flat_literal(wire.target), 1
        )
        for name, value in wire.headers.items():
            if name == "content-type" and value.startswith("multipart/"):
                continue
            found = Code(f"exchange.request.headers[{flat_literal(name)}]")
            yield equality(found, flat_literal(value), 1)
        yield _bytes("exchange.body()", wire.body)
        for scheme in credentials:
            if scheme.kind == "client_credentials":
                asked = Code("exchange.token_requests[-1].content")
                yield equality(asked, flat_literal(token_request(scheme)), 1)

    def _reply(self) -> tuple[Code, list[Code]]:
        """The reply to queue, and what the result of it is."""
        reply = self.called.reply
        match reply.kind:
            case "nothing":
                return self._queue([]), []
            case "json" if reply.schema is not None:
                value = self.tests.examples.value(reply.schema)
                shown = self._named("reply", value)
                queued = self._queue([Pair(Code("json="), shown)])
                if self.tests.examples.types.is_null(reply.schema):
                    return queued, []  # A type checker allows no use of None.
                return queued, [equality(self._plain("result"), shown, 1)]
            case "events" if reply.schema is not None:
                return self._events(reply.schema)
            case "text":
                kind = flat_literal(reply.media_type)
                content = Pair(Code("content="), flat_literal(_TEXT.encode()))
                queued = self._queue([content, Pair(Code("content_type="), kind)])
                return queued, [equality(Code("result"), flat_literal(_TEXT), 1)]
            case _:
                return self._stream()

    def _stream(self) -> tuple[Code, list[Code]]:
        kind = self.called.reply.media_type.raw
        if not kind or kind == "*/*":
            kind = "application/octet-stream"
        queued = self._queue(
            [
                Pair(Code("content="), flat_literal(_BYTES)),
                Pair(Code("content_type="), flat_literal(kind)),
            ]
        )
        check = [equality(Code(f"{self._await}result.read()"), flat_literal(_BYTES), 1)]
        if self.called.reply.kind == "undeclared":
            name = "AsyncByteStream" if self.is_async else "ByteStream"
            self.imports.add(self.package, name)
            check.insert(0, Code(f"assert isinstance(result, {name})"))
        return queued, [*check, Code("assert exchange.closed")]

    def _events(self, schema: Schema) -> tuple[Code, list[Code]]:
        value = self.tests.examples.value(schema)
        kind = self.called.reply.media_type
        queued = self._queue(
            [
                Pair(Code("content="), flat_literal(_event(value, kind))),
                Pair(Code("content_type="), flat_literal(kind)),
            ]
        )
        loop = "async for" if self.is_async else "for"
        self.imports.add(f"{self.package}.testing", "plain")
        items = Code(f"[plain(item) {loop} item in result]")
        return queued, [
            equality(items, display("[", [literal(value)], "]"), 1),
            Code("assert exchange.closed"),
        ]

    def _named(self, suffix: str, value: JsonValue) -> Piece:
        """A value, by the name of a constant where it is larger."""
        piece = literal(value)
        if len(flat(piece)) <= _INLINE:
            return piece
        name = f"{self.called.name}_{suffix}".upper()
        if len(name) > _LONGEST:
            place = hashlib.sha256(name.encode()).hexdigest()[:8].upper()
            name = f"{name[:_LONGEST]}_{place}"
        self.constants[name] = piece
        self.imports.add(f"{self.package}.testing", "JsonValue")
        return Code(name)

    def _plain(self, name: str) -> Code:
        self.imports.add(f"{self.package}.testing", "plain")
        return Code(f"plain({name})")


def _block(*lines: Code) -> Code:
    return Code("\n".join(f"    {line}" if line else "" for line in lines))


def _event(value: JsonValue, kind: Text) -> bytes:
    """One item of a stream: a line of JSON, in an event where the stream has events."""
    is_line = essence(kind.raw) != "text/event-stream"
    return (
        json_bytes(value) + b"\n"
        if is_line
        else b"data: " + json_bytes(value) + b"\n\n"
    )


def _bytes(left: str, value: bytes) -> Code:
    """`assert left == b"..."`; a long one line by line, as it is on the wire."""
    whole = equality(Code(left), flat_literal(value), 1)
    lines = value.splitlines(keepends=True)
    if "\n" not in whole or len(lines) < 2:
        return whole
    body = "".join(f"        {flat_literal(line)}\n" for line in lines)
    return Code(f"assert {left} == (\n{body}    )")
