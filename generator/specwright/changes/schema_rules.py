"""The rules of the layer `spec` about values: schemas and what they allow.

Requests are contravariant and replies covariant: a request may come to allow more, a
reply may come to promise more; the other way round breaks somebody.
"""

from __future__ import annotations

from functools import partial

from specwright.changes.rule import A, B, Layer, N, rule, table

_spec = partial(rule, Layer.SPEC)

SCHEMAS = table(
    _spec("schema-added", "is new", (A, "Nothing used it before.")),
    _spec(
        "schema-removed",
        "is gone",
        (B, "What took it takes something else."),
        (B, "What gave it gives something else."),
    ),
    _spec(
        "schema-renamed",
        "is described under another name",
        (N, "The values are the same."),
    ),
    _spec(
        "schema-replaced",
        "is described by another schema",
        (B, "Values that fit before may be refused."),
        (B, "Values may come that did not come before."),
    ),
    _spec(
        "property-added-optional",
        "is new and optional",
        (A, "A request without it is what it was."),
        (A, "Replies may hold more; readers of the rest see no difference."),
    ),
    _spec(
        "property-added-required",
        "is new and required",
        (B, "A request without it is refused."),
        (A, "Replies hold more; readers of the rest see no difference."),
    ),
    _spec(
        "property-removed",
        "is gone",
        (B, "A request that holds it is not understood."),
        (B, "Code that reads it finds nothing."),
    ),
    _spec(
        "property-now-required",
        "is now required",
        (B, "A request without it is refused."),
        (A, "Replies always hold it now."),
    ),
    _spec(
        "property-now-optional",
        "is now optional",
        (A, "A request may leave it out."),
        (B, "Code that reads it may find nothing."),
    ),
    _spec(
        "property-deprecated",
        "is deprecated",
        (N, "It works as before; the API may remove it."),
    ),
    _spec(
        "type-changed",
        "is of another type",
        (B, "Values of the old type are refused."),
        (B, "Code for the old type meets another."),
    ),
    _spec(
        "type-widened",
        "takes more types",
        (A, "The types that were taken still are."),
        (B, "Code for the old types may meet another."),
    ),
    _spec(
        "type-narrowed",
        "takes fewer types",
        (B, "Values of the types that are gone are refused."),
        (A, "What still comes was expected before."),
    ),
    _spec(
        "now-nullable",
        "may be null now",
        (A, "A request may say null."),
        (B, "Code that reads it may meet null."),
    ),
    _spec(
        "no-longer-nullable",
        "may not be null any more",
        (B, "A request that says null is refused."),
        (A, "Code that expects null meets none."),
    ),
    _spec(
        "format-added",
        "has a format now",
        (B, "Values that are not in the format are refused."),
        (N, "The values were allowed before."),
    ),
    _spec(
        "format-removed",
        "has no format any more",
        (A, "Values in the format are still taken."),
        (B, "Values in another format may come."),
    ),
    _spec(
        "format-changed",
        "has another format",
        (B, "Values in the old format are refused."),
        (B, "Values in another format come."),
    ),
    _spec(
        "format-widened",
        "has a format that holds more",
        (A, "Values of the old format fit."),
        (B, "Values may come that do not fit the old format."),
    ),
    _spec(
        "format-narrowed",
        "has a format that holds less",
        (B, "Values of the old format may not fit."),
        (A, "Values fit the old format."),
    ),
)

VALUES = table(
    _spec(
        "enum-value-added",
        "has one more value",
        (A, "The values that were taken still are."),
        (A, "Enums are open: a client expects values that it does not know."),
    ),
    _spec(
        "enum-value-removed",
        "has lost a value",
        (B, "A request with that value is refused."),
        (N, "The value does not come any more; the others do."),
    ),
    _spec(
        "enum-added",
        "has a list of its values now",
        (B, "Values that are not on the list are refused."),
        (N, "The values were allowed before."),
    ),
    _spec(
        "enum-removed",
        "has no list of its values any more",
        (A, "The values on the list are still taken."),
        (A, "Enums are open: a client expects values that it does not know."),
    ),
    _spec(
        "variant-added",
        "can be one more thing",
        (A, "What was taken still is."),
        (B, "Code that tells the variants apart meets one that it does not know."),
    ),
    _spec(
        "tagged-variant-added",
        "can be one more thing, told apart by its tag",
        (A, "What was taken still is."),
        (A, "Tagged unions are open: an unknown tag is kept as it is."),
    ),
    _spec(
        "variant-removed",
        "can be one thing less",
        (B, "A request with it is refused."),
        (A, "It does not come any more; the others do."),
    ),
    _spec(
        "discriminator-changed",
        "is told apart otherwise",
        (B, "The tag as it was sent is not understood."),
        (B, "The tag as it was read is not there."),
    ),
    _spec(
        "default-added",
        "has a default now",
        (N, "What the server took before is not known."),
    ),
    _spec(
        "default-removed",
        "has no default any more",
        (N, "What the server takes now is not known."),
    ),
    _spec(
        "default-changed",
        "has another default",
        (B, "The same call without it asks for something else."),
        (N, "Replies say what they hold."),
    ),
    _spec(
        "limit-tightened",
        "has a tighter limit",
        (B, "Values between the old limit and the new are refused."),
        (N, "The values were allowed before."),
    ),
    _spec(
        "limit-loosened",
        "has a looser limit",
        (A, "Values that were taken still are."),
        (N, "No client checks the limits of a reply."),
    ),
    _spec(
        "pattern-changed",
        "has another pattern",
        (B, "Values that fit the old pattern may be refused."),
        (N, "No client checks the pattern of a reply."),
    ),
    _spec(
        "extras-forbidden",
        "takes no other properties any more",
        (B, "A request with others is refused."),
        (N, "Others were never described."),
    ),
    _spec(
        "extras-allowed",
        "takes other properties now",
        (A, "A request without is what it was."),
        (A, "Models keep what they do not know."),
    ),
    _spec(
        "now-read-only",
        "is not sent any more",
        (B, "A request that holds it is not understood."),
        (N, "Replies hold it as before."),
    ),
    _spec(
        "no-longer-read-only",
        "may be sent now",
        (A, "A request without it is what it was."),
        (N, "Replies hold it as before."),
    ),
    _spec(
        "now-write-only",
        "is not in replies any more",
        (N, "Requests hold it as before."),
        (B, "Code that reads it finds nothing."),
    ),
    _spec(
        "no-longer-write-only",
        "is in replies now",
        (N, "Requests hold it as before."),
        (A, "Readers of the rest see no difference."),
    ),
    _spec(
        "keyword-changed",
        "has a keyword that is not weighed here",
        (B, "Nobody knows that it is harmless."),
    ),
)
