"""`reference.md` and `README.md`: every method with arguments, reply, errors, sample."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from specwright.naming.table import Names, Path
from specwright.python.arguments import Argument
from specwright.python.calls import Call
from specwright.python.examples import Examples, arguments_of
from specwright.python.imports import Imports
from specwright.python.layout import call, flat, statement
from specwright.python.methods import (
    Methods,
    describe,
    error_class,
    limits,
    needed_together,
)
from specwright.python.prose import fenced, markdown, paragraphs
from specwright.text import Code, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ArgumentDoc:
    """One row of a method's table of arguments."""

    name: Code
    type: Code
    needed: Code
    text: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorDoc:
    """One failure that the API declares."""

    name: Code
    text: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodDoc:
    """One method's section."""

    attribute: Code
    signature: Code
    request: Code
    reference: Code
    text: Code
    sample: Code
    arguments: tuple[ArgumentDoc, ...]
    returns: Code
    errors: tuple[ErrorDoc, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceDoc:
    """One resource's section."""

    attribute: Code
    methods: tuple[MethodDoc, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """Writes the documentation of one API's methods."""

    names: Names
    methods: Methods
    examples: Examples

    def resources(self, calls: Iterable[Call]) -> tuple[ResourceDoc, ...]:
        """All resources that have methods, by their path."""
        by_path: dict[Path, list[Call]] = {}
        for called in calls:
            by_path.setdefault(called.path, []).append(called)
        return tuple(
            ResourceDoc(
                attribute=Code(".".join(("client", *path))),
                methods=tuple(self.method(c) for c in by_path[path]),
            )
            for path in sorted(by_path)
        )

    def method(self, called: Call) -> MethodDoc:
        """One method."""
        operation = called.operation
        imports = Imports(("reference",))
        returns = self.methods.returns(called.reply, imports, is_async=False)
        return MethodDoc(
            attribute=Code(".".join(("client", *called.path, called.name))),
            signature=self.methods.signature(called, imports),
            request=fenced(f"{operation.method.raw} {operation.path.text}"),
            reference=markdown(operation.docs.reference, is_url=True),
            text=paragraphs(_said(called)),
            sample=self.sample(called),
            arguments=tuple(self._argument(a, imports) for a in called.arguments),
            returns=self._returned(flat(returns), called, imports),
            errors=tuple(
                ErrorDoc(
                    name=Code(error_class(r.status.raw, self.methods.errors)),
                    text=markdown(Text(f"{r.status.raw}, {r.docs.description.raw}")),
                )
                for r, _ in called.errors
            ),
        )

    def _returned(self, returns: str, called: Call, imports: Imports) -> Code:
        """What a method gives back, and what else it knows of the reply."""
        text = f"Returns `{returns}`."
        if called.headers is not None:
            kind = flat(self.methods.types.annotation(called.headers, imports))
            text += f" With `with_raw_response`, its `typed_headers` are `{kind}`."
        return Code(text)

    def sample(self, called: Call) -> Code:
        """A call with what it needs, and with what the documentation shows."""
        given = [(a, self.examples.argument(called, a)) for a in called.fewest]
        path = ".".join(("client", *called.path, called.name))
        return statement(call(path, arguments_of(given)))

    def _argument(self, argument: Argument, imports: Imports) -> ArgumentDoc:
        declared = self.methods.accepted(argument, imports, is_async=False)
        texts = (describe(argument), limits(argument, self.methods.types))
        return ArgumentDoc(
            name=Code(argument.name),
            type=Code(fenced(flat(declared)).replace("|", "\\|")),
            needed=Code("yes" if argument.is_needed else ""),
            text=Code(" ".join(markdown(Text(t)) for t in texts if t)),
        )


def _said(called: Call) -> Text:
    docs = called.operation.docs
    said = (docs.description or docs.summary).raw, needed_together(called)
    return Text("\n\n".join(text for text in said if text))


def simplest(calls: Iterable[Call]) -> Call:
    """The call that a README shows: the one with the fewest arguments."""
    return min(calls, key=lambda c: (len(c.arguments), c.path, c.name))
