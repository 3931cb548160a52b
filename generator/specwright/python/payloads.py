"""What reads the requests that the server sends: one function for each, and its test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from specwright.config import Config
from specwright.ir import Api, Payload
from specwright.naming.memory import Settled
from specwright.naming.resources import attribute
from specwright.naming.scope import settle
from specwright.python.examples import Examples
from specwright.python.imports import Imports
from specwright.python.layout import (
    Declaration,
    Group,
    call,
    equality,
    flat,
    statement,
    subscript,
)
from specwright.python.literals import flat_literal, literal
from specwright.python.prose import docstring, markdown, wrap
from specwright.python.types import Types
from specwright.python.wire import json_bytes
from specwright.text import Code

MODULE = ("incoming",)
_PROSE = 84


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionView:
    """A function, ready to print."""

    definition: Code
    docstring: Code
    body: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class PayloadsView:
    """A module of functions."""

    imports: Code
    functions: tuple[FunctionView, ...]


@dataclass(frozen=True, slots=True)
class Payloads:
    """Writes the functions of one API."""

    api: Api
    types: Types
    config: Config

    def view(self) -> PayloadsView:
        """The module `incoming`."""
        imports = Imports(MODULE)
        imports.local(("_runtime", "payloads"), "parse")
        imports.local(("_runtime", "replies"), "Json")
        functions = [self._function(p, n, imports) for p, n in self.named()]
        return PayloadsView(imports=imports.lines(), functions=tuple(functions))

    def tests(self) -> PayloadsView:
        """A test of each: an example comes out as it went in."""
        imports = Imports(("tests", "test_incoming"), self.config.package)
        imports.add(f"{self.config.package}.testing", "plain")
        names = [name for _, name in self.named()]
        imports.add(f"{self.config.package}.incoming", *names)
        examples = Examples(self.types)
        functions = []
        for payload, name in self.named():
            value = examples.value(payload.schema)
            made = call(name, [flat_literal(json_bytes(value))])
            read = statement(made, 1, "result = ")
            check = equality(Code("plain(result)"), literal(value), 1)
            functions.append(
                FunctionView(
                    definition=Code(f"def test_{name}() -> None:"),
                    docstring=Code(""),
                    body=Code(f"    {read}\n\n    {check}"),
                )
            )
        return PayloadsView(imports=imports.lines(), functions=tuple(functions))

    def shown(self) -> list[Code]:
        """Each function on a line: how it is called, and what it reads."""
        imports = Imports(("readme",))
        return [
            Code(
                f"`{name}(body) -> {flat(self.types.annotation(p.schema, imports))}`:"
                f" {markdown(p.source)}"
            )
            for p, name in self.named()
        ]

    def named(self) -> Iterator[tuple[Payload, str]]:
        """Each payload with the name of its function."""
        names = self.types.names
        wanted, held = {}, {}
        for index, payload in enumerate(self.api.payloads):
            name = attribute(payload.name.raw, names.casing, fallback="body")
            wanted[index] = (f"parse_{name.strip('_')}",)
            if kept := names.memory.name(payload.key):
                held[index] = kept
        made = settle(wanted, (), held)
        for index, payload in enumerate(self.api.payloads):
            yield payload, made[index]

    def settled(self) -> Iterator[Settled]:
        """What the lock keeps of the functions' names."""
        for payload, name in self.named():
            yield Settled(key=payload.key, name=name)

    def _function(self, payload: Payload, name: str, imports: Imports) -> FunctionView:
        kind = self.types.annotation(payload.schema, imports)
        definition = Group(
            Code(f"def {name}("),
            (Declaration(Code("body"), Code("bytes | str")),),
            Code(")"),
            is_definition=True,
            returns=kind,
        )
        docs = payload.docs
        text = docs.description.raw or docs.summary.raw
        lines = [
            *wrap(f"Read the body of the {payload.source.raw}.", _PROSE),
            "",
            *([*wrap(text, _PROSE), ""] if text else []),
            "Raises:",
            "    ValueError: It is not JSON.",
        ]
        read = call("parse", [subscript("Json", [kind]), Code("body")])
        return FunctionView(
            definition=statement(definition),
            docstring=docstring(lines, 1),
            body=statement(read, 1, "return "),
        )
