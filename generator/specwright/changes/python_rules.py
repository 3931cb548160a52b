"""The rules of the layers `python` and `wire`: what callers of the package notice."""

from __future__ import annotations

from functools import partial

from specwright.changes.rule import A, B, Layer, N, rule, table

_python = partial(rule, Layer.PYTHON)
_wire = partial(rule, Layer.WIRE)

METHODS = table(
    _python("method-added", "is new", (A, "Nothing calls it yet.")),
    _python("method-removed", "is gone", (B, "Code that calls it fails.")),
    _python(
        "method-renamed",
        "has another name",
        (B, "Code that calls it by the old name fails."),
    ),
    _python(
        "argument-added", "is a new argument", (A, "A call without it is what it was.")
    ),
    _python(
        "argument-added-required",
        "is a new argument that must be given",
        (B, "A call without it fails."),
    ),
    _python(
        "argument-removed",
        "is no argument any more",
        (B, "A call that gives it fails."),
    ),
    _python(
        "argument-renamed",
        "is an argument by another name",
        (B, "A call that gives it by the old name fails."),
    ),
    _python(
        "argument-reordered",
        "takes its arguments by position in another order",
        (B, "A call by position gives the values to each other's arguments."),
    ),
    _python(
        "argument-now-required",
        "is an argument that must be given now",
        (B, "A call without it fails."),
    ),
    _python(
        "argument-now-optional",
        "is an argument that may be left out now",
        (A, "A call that gives it is what it was."),
    ),
    _python(
        "argument-type-widened",
        "is an argument that takes more types",
        (A, "What was accepted still is."),
    ),
    _python(
        "argument-type-narrowed",
        "is an argument that takes fewer types",
        (B, "A value of a type that is gone is refused by the type checker."),
    ),
    _python(
        "argument-type-changed",
        "is an argument of another type",
        (B, "A value of the old type is refused by the type checker."),
    ),
    _python(
        "return-type-widened",
        "returns more types",
        (B, "Code for the old types does not check: there may be another."),
    ),
    _python(
        "return-type-narrowed",
        "returns fewer types",
        (A, "Code for the old types still checks."),
    ),
    _python(
        "return-type-changed",
        "returns another type",
        (B, "Code for the old type does not check."),
    ),
    _python(
        "error-added",
        "describes one more failure",
        (A, "It was raised before too, without its body's type."),
    ),
    _python(
        "error-removed",
        "describes a failure less",
        (N, "It is raised as before; its body is read as plain JSON."),
    ),
    _python(
        "error-body-changed",
        "reads the body of a failure as another type",
        (B, "Code that reads the error's body meets another type."),
    ),
)

TYPES = table(
    _python("class-added", "is new", (A, "Nothing uses it yet.")),
    _python("class-removed", "is gone", (B, "Code that imports it fails.")),
    _python(
        "class-renamed",
        "has another name",
        (B, "Code that imports it by the old name fails."),
    ),
    _python(
        "class-moved",
        "is defined in another module",
        (N, "Imported from the package's root, as documented, it is found as before."),
    ),
    _python(
        "class-kind-changed",
        "is a class no more, or is one now",
        (B, "Code that makes one, or checks for it, fails."),
    ),
    _python(
        "alias-widened",
        "stands for more types",
        (A, "What was accepted still is."),
        (B, "Code for the old types does not check: there may be another."),
    ),
    _python(
        "alias-narrowed",
        "stands for fewer types",
        (B, "A value of a type that is gone is refused by the type checker."),
        (A, "Code for the old types still checks."),
    ),
    _python(
        "alias-changed",
        "stands for another type",
        (B, "Values of the old type are refused by the type checker."),
        (B, "Code for the old type does not check."),
    ),
    _python(
        "pagination-added",
        "can be read page by page",
        (A, "Code that reads one page works as before."),
    ),
    _python(
        "pagination-removed",
        "cannot be read page by page any more",
        (B, "Code that iterates over it fails."),
    ),
    _python(
        "field-added",
        "is a new field",
        (A, "It may be left out."),
        (A, "Code that reads the others works as before."),
    ),
    _python(
        "field-added-required",
        "is a new required field",
        (B, "Code that makes the object without it fails."),
        (A, "Code that reads the others works as before."),
    ),
    _python(
        "field-removed",
        "is no field any more",
        (B, "The type checker refuses it where the object is made."),
        (B, "Code that reads it fails."),
    ),
    _python(
        "field-renamed",
        "is a field by another name",
        (B, "Code that gives it by the old name fails."),
        (B, "Code that reads it by the old name fails."),
    ),
    _python(
        "field-now-required",
        "is a required field now",
        (B, "Code that makes the object without it fails."),
        (A, "It is always there."),
    ),
    _python(
        "field-now-optional",
        "is a field that may be None now",
        (A, "It may be left out."),
        (B, "Code that reads it does not check: it may be None."),
    ),
    _python(
        "field-type-widened",
        "is a field of more types",
        (A, "What was accepted still is."),
        (B, "Code for the old types does not check: there may be another."),
    ),
    _python(
        "field-type-narrowed",
        "is a field of fewer types",
        (B, "A value of a type that is gone is refused by the type checker."),
        (A, "Code for the old types still checks."),
    ),
    _python(
        "field-type-changed",
        "is a field of another type",
        (B, "Values of the old type are refused by the type checker."),
        (B, "Code for the old type does not check."),
    ),
)

PACKAGE = table(
    _python("package-added", "is a new package", (A, "Nothing imports it yet.")),
    _python(
        "package-removed", "is no package any more", (B, "Code that imports it fails.")
    ),
    _python(
        "package-renamed", "has another import name", (B, "Code that imports it fails.")
    ),
    _python(
        "client-renamed",
        "is the client's class by another name",
        (B, "Code that imports the client fails."),
    ),
    _python(
        "environment-added",
        "is a new environment",
        (A, "The default stays what it is."),
    ),
    _python(
        "environment-removed",
        "is no environment any more",
        (B, "Code that chooses it fails."),
    ),
    _python("export-added", "is exported now", (A, "Nothing imports it yet.")),
    _python(
        "export-removed", "is not exported any more", (B, "Code that imports it fails.")
    ),
)

WIRE = table(
    _wire(
        "verb-changed",
        "sends another method",
        (B, "The same call is another request."),
    ),
    _wire(
        "path-changed", "goes to another path", (B, "The same call is another request.")
    ),
    _wire(
        "destination-changed",
        "goes to another server",
        (B, "The same call is sent elsewhere."),
    ),
    _wire(
        "argument-place-changed",
        "goes to another place of the request",
        (B, "The same value arrives under another name, or elsewhere."),
    ),
    _wire(
        "argument-style-changed",
        "is written otherwise",
        (B, "The same value arrives as other bytes."),
    ),
    _wire(
        "constant-changed",
        "is sent with another value where it is not given",
        (B, "The same call says something else."),
    ),
    _wire(
        "body-changed",
        "writes its body otherwise",
        (B, "The same values arrive as other bytes."),
    ),
    _wire(
        "field-place-changed",
        "is sent and read under another name",
        (B, "The same value arrives under another name."),
    ),
    _wire(
        "accept-changed",
        "asks for other media types",
        (N, "The reply is decoded by what it says it is."),
    ),
    _wire(
        "auth-changed",
        "authenticates otherwise",
        (B, "Another credential is sent, or none."),
    ),
    _wire(
        "auth-way-added",
        "can authenticate in one more way",
        (A, "The ways that were there still work."),
    ),
)

RULES = METHODS | TYPES | PACKAGE | WIRE
