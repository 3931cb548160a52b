"""The names that were made for one client: what its modules may consist of."""

from __future__ import annotations

from collections.abc import Iterator

from specwright.python.package import Package


def vocabulary(package: Package) -> frozenset[str]:
    """Every name of the package that comes from its API or its configuration."""
    return frozenset(_names(package))


def _names(package: Package) -> Iterator[str]:
    client = package.config.client_class
    yield package.config.package
    yield from _classes(client)
    yield f"{client}Environment"
    names = package.names
    for path, resource in names.resources.items():
        yield from (*path, *resource.module)
        yield from _classes(resource.class_name)
    for _, method in names.methods.values():
        yield method
    yield from names.models.values()
    for fields in names.fields.values():
        yield from fields.values()
    for called in package.calls.values():
        yield from (argument.name for argument in called.arguments)
    for module in package.modules.values():
        yield from module
    yield from (argument.name for argument in package.arguments)
    yield from (name for name, _ in package.servers.environments)
    yield from (argument.name for argument in package.servers.arguments)
    for _, hook in package.config.hooks.all():
        yield from (*hook.module, hook.name, f"_{hook.name}")
    for _, name in package.payloads().named():
        yield from (name, f"test_{name}")


def _classes(name: str) -> Iterator[str]:
    for one in (name, f"Async{name}"):
        yield from (one, f"{one}WithRawResponse")
