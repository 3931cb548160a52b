"""Rules about code of the user's inside of a generated package."""

from __future__ import annotations

from specwright.codes.rule import Rule
from specwright.diagnostics import Severity

RULES: tuple[Rule, ...] = (
    Rule(
        "SW840",
        Severity.ERROR,
        "a class of yours cannot be used there",
        """\
`[resource_classes]` of client.toml names a resource that the client does not have, or a
class stands in a module that is generated. Resources are named as they are called,
without the client: `"voices.pvc"`. A module whose name begins with an underscore, like
`acme._custom.voices`, is never generated.
""",
    ),
    Rule(
        "SW841",
        Severity.ERROR,
        "the module of your class is missing",
        """\
client.toml names a class in a module of the package, and there is no such file. The
generated client imports it, so it does not work without. Write the file, or take the
entry out of client.toml. docs/custom-code.md shows what goes in.
""",
    ),
    Rule(
        "SW842",
        Severity.ERROR,
        "your module cannot be read",
        """\
A module that client.toml names, or that stands beside one in its folder, is not Python.
Nothing of it was looked at, and importing it fails.
""",
    ),
    Rule(
        "SW843",
        Severity.ERROR,
        "the module does not have your class",
        """\
The module that client.toml names exists, but has no class of that name: neither defined
there nor imported from a module of the package.
""",
    ),
    Rule(
        "SW844",
        Severity.ERROR,
        "your class is no subclass of the generated one",
        """\
A class that stands for a generated one has to be a subclass of it, directly or through
other classes of the package: the client makes it in the same way, and callers rely on
the generated methods.

    from ..voices.pvc.resource import Pvc as Generated

    class Pvc(Generated): ...

The class whose name begins with `Async` stands for the asynchronous one.
""",
    ),
    Rule(
        "SW845",
        Severity.ERROR,
        "your method overrides nothing any more",
        """\
A method of yours is marked with `@override`, or replaced a generated one when the client
was generated the last time, and the generated class has no such method now: the vendor
removed the operation, or its name was released. Your method is still there, but nothing
calls it in place of the generated one.

Rename it, remove it, or give the operation its old name with an overlay.
""",
    ),
    Rule(
        "SW846",
        Severity.ERROR,
        "your module imports what is not there",
        """\
A module of yours imports a name from the package that no module has: a type or a
resource that went with the operations that used it, or that lives in another module now.
Types are exported by the package itself: `from acme import Voice` finds them wherever
they are.
""",
    ),
    Rule(
        "SW847",
        Severity.ERROR,
        "your method uses what the generated class does not have",
        """\
`self.create(...)`, `self.samples.list(...)` and `super().create(...)` in a class of
yours are looked up in the generated classes, and this name is not there: the vendor
removed the operation, or its name was released.
""",
    ),
)
