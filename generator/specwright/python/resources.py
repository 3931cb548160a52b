"""A resource's module: its classes, sync and async, and their raw twins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from specwright.naming.table import Names, Path, ResourceName
from specwright.place import Module
from specwright.python.calls import Call
from specwright.python.imports import Imports, distance, from_import
from specwright.python.layout import Group, call, flat, statement
from specwright.python.methods import Methods, MethodView
from specwright.settings import NO_HOOKS, Hooks
from specwright.text import Code


@dataclass(frozen=True, slots=True, kw_only=True)
class RawView:
    """One method of a raw class: `self.get = raw_response(resource.get)`."""

    statement: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildView:
    """A resource below another, as a property that loads it on first use."""

    name: Code
    class_name: Code
    definition: Code
    import_: Code
    """The import inside of the property."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassView:
    """One class of a resource."""

    name: Code
    attribute: Code
    transport: Code
    methods: tuple[MethodView, ...]
    children: tuple[ChildView, ...]
    raw_name: Code
    raw_definition: Code
    raw_return: Code
    raw_init: Code
    raw: tuple[RawView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceView:
    """One `resource` module."""

    imports: Code
    child_imports: Code
    """Below `if TYPE_CHECKING:`; empty without children."""
    classes: tuple[ClassView, ...]


def members(resource: ResourceName, calls: Iterable[Call]) -> set[str]:
    """The names in the classes of a resource."""
    return {call.name for call in calls} | {path[-1] for path in resource.children}


@dataclass(frozen=True, slots=True)
class Resources:
    """Writes the resource modules of one API."""

    names: Names
    methods: Methods
    hooks: Hooks = NO_HOOKS

    def view(self, path: Path, calls: Sequence[Call]) -> ResourceView:
        """The module of the resource at a path."""
        resource = self.names.resources[path]
        imports = Imports(
            (*resource.module, "resource"), shadowed=members(resource, calls)
        )
        classes = tuple(
            self.class_view(resource, calls, imports, is_async=is_async)
            for is_async in (False, True)
        )
        imports.local(("_runtime", "transport"), "AsyncTransport", "Transport")
        if resource.children:
            imports.add("typing", "TYPE_CHECKING")
            imports.add("functools", "cached_property")
        return ResourceView(
            imports=imports.lines(),
            child_imports=self.child_imports(resource, imports),
            classes=classes,
        )

    def class_view(
        self,
        resource: ResourceName,
        calls: Sequence[Call],
        imports: Imports,
        *,
        is_async: bool,
    ) -> ClassView:
        """The class of a resource, sync or async."""
        prefix = "Async" if is_async else ""
        name = f"{prefix}{resource.class_name}"
        raw_name = f"{name}WithRawResponse"
        made = call(name, [Code("self._transport.with_raw_response()")])
        return ClassView(
            name=Code(name),
            attribute=Code(".".join(("client", *resource.path))),
            transport=Code(f"{prefix}Transport"),
            methods=tuple(
                self.methods.view(c, imports, is_async=is_async) for c in calls
            ),
            children=tuple(
                self._child(resource, child, imports, is_async=is_async)
                for child in resource.children
            ),
            raw_name=Code(raw_name),
            raw_definition=_getter("with_raw_response", raw_name),
            raw_return=statement(call(raw_name, [made]), 2, "return "),
            raw_init=statement(
                Group(
                    Code("def __init__("),
                    (Code("self"), Code(f"resource: {name}")),
                    Code(")"),
                    is_definition=True,
                    returns=Code("None"),
                ),
                1,
            ),
            raw=tuple(
                RawView(statement=self._raw(c, imports, is_async=is_async))
                for c in calls
            ),
        )

    def _raw(self, called: Call, imports: Imports, *, is_async: bool) -> Code:
        """`self.get = raw_response(resource.get)`, or with the type of the headers."""
        helper, items = "raw_response", [Code(f"resource.{called.name}")]
        if called.headers is not None:
            helper = "typed_response"
            kind = self.methods.types.annotation(called.headers, imports)
            items.append(Code(flat(kind)))
        helper = f"async_{helper}" if is_async else helper
        imports.local(("_runtime", "raw"), helper)
        return statement(call(helper, items), 2, f"self.{called.name} = ")

    def child_imports(self, resource: ResourceName, imports: Imports) -> Code:
        """What a module imports for its annotations alone."""
        modules: dict[str, list[str]] = {}
        for child in resource.children:
            for is_async in (False, True):
                module, name = self._class(child, is_async=is_async)
                modules.setdefault(imports.relative(module), []).append(name)
        lines = [
            f"    {from_import(module, modules[module], 1)}"
            for module in sorted(modules, key=distance)
        ]
        return Code("\n".join(lines))

    def _class(self, path: Path, *, is_async: bool) -> tuple[Module, str]:
        """The class of a resource, as its parent imports it: the user's, if any."""
        target = self.names.resources[path]
        name = f"{'Async' if is_async else ''}{target.class_name}"
        hook = self.hooks.of(path, is_async=is_async)
        if hook is None:
            return (*target.module, "resource"), name
        return hook.module, name if hook.name == name else f"{hook.name} as {name}"

    def _child(
        self, resource: ResourceName, child: Path, imports: Imports, *, is_async: bool
    ) -> ChildView:
        target = self.names.resources[child]
        name = f"{'Async' if is_async else ''}{target.class_name}"
        module, imported = self._class(child, is_async=is_async)
        return ChildView(
            name=Code(child[-1]),
            class_name=Code(name),
            definition=_getter(child[-1], name),
            import_=Code(from_import(imports.relative(module), [imported], 2)),
        )


def _getter(name: str, returns: str) -> Code:
    group = Group(
        Code(f"def {name}("),
        (Code("self"),),
        Code(")"),
        is_definition=True,
        returns=Code(returns),
    )
    return statement(group, 1)
