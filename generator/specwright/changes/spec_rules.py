"""The rules of the layer `spec` about operations: what goes to them, and who may call."""

from __future__ import annotations

from functools import partial

from specwright.changes.rule import A, B, Layer, N, rule, table
from specwright.changes.schema_rules import SCHEMAS, VALUES

_spec = partial(rule, Layer.SPEC)

OPERATIONS = table(
    _spec("operation-added", "is new", (A, "Nothing calls it yet.")),
    _spec("operation-removed", "is gone", (B, "A call of it fails.")),
    _spec(
        "operation-deprecated",
        "is deprecated",
        (N, "It works as before; the API may remove it."),
    ),
    _spec(
        "operation-undeprecated", "is no longer deprecated", (N, "It works as before.")
    ),
    _spec(
        "operation-id-changed",
        "has another operationId",
        (N, "The id is not sent; a name that is made of it is compared by itself."),
    ),
    _spec(
        "path-variable-renamed",
        "names a variable of its path otherwise",
        (N, "The name of a path's variable is not sent."),
    ),
    _spec(
        "webhook-added", "is new", (A, "The server may call it; nothing must answer.")
    ),
    _spec("webhook-removed", "is gone", (B, "What waits for it waits in vain.")),
    _spec(
        "callback-added", "is new", (A, "The server may call it; nothing must answer.")
    ),
    _spec("callback-removed", "is gone", (B, "What waits for it waits in vain.")),
    _spec(
        "api-version-changed",
        "names another version of itself",
        (N, "The version is a text for people."),
    ),
)

PARAMETERS = table(
    _spec(
        "parameter-added-optional",
        "is new and optional",
        (A, "A call without it is what it was."),
    ),
    _spec(
        "parameter-added-required",
        "is new and required",
        (B, "A call without it is refused."),
    ),
    _spec(
        "parameter-removed", "is gone", (B, "A call that gives it is not understood.")
    ),
    _spec(
        "parameter-moved",
        "goes to another place of the request",
        (B, "Where it was sent before, nothing reads it."),
    ),
    _spec(
        "parameter-now-required",
        "is now required",
        (B, "A call without it is refused."),
    ),
    _spec(
        "parameter-now-optional",
        "is now optional",
        (A, "A call may leave it out."),
    ),
    _spec(
        "parameter-style-changed",
        "is written otherwise",
        (B, "Written as before, it is read as something else."),
    ),
    _spec(
        "parameter-deprecated",
        "is deprecated",
        (N, "It works as before; the API may remove it."),
    ),
)

BODIES = table(
    _spec(
        "body-added-optional",
        "is new and optional",
        (A, "A call without is what it was."),
    ),
    _spec(
        "body-added-required", "is new and required", (B, "A call without is refused.")
    ),
    _spec("body-removed", "is gone", (B, "A call that sends one is not understood.")),
    _spec("body-now-required", "is now required", (B, "A call without is refused.")),
    _spec("body-now-optional", "is now optional", (A, "A call may leave it out.")),
    _spec(
        "media-type-added",
        "comes in one more media type",
        (A, "It may be sent in that type too."),
        (A, "The types that were there are still asked for."),
    ),
    _spec(
        "media-type-removed",
        "does not come in this media type any more",
        (B, "Sent in that type, it is refused."),
        (B, "Code that reads that type meets another."),
    ),
    _spec(
        "encoding-changed",
        "has parts that are written otherwise",
        (B, "Written as before, they are read as something else."),
    ),
)

REPLIES = table(
    _spec("reply-added", "is new", (A, "One more outcome is described.")),
    _spec(
        "reply-removed",
        "is gone",
        (B, "Code that waits for this success meets another."),
    ),
    _spec(
        "failure-added",
        "is described now",
        (A, "Failures can be of any status; one more is known."),
    ),
    _spec(
        "failure-removed",
        "is not described any more",
        (N, "Failures can be of any status; one less is known."),
    ),
    _spec("header-added", "is new", (A, "Nothing reads it yet.")),
    _spec("header-removed", "is gone", (B, "Code that reads it finds nothing.")),
    _spec(
        "header-now-optional",
        "may be missing now",
        (B, "Code that reads it may find nothing."),
    ),
    _spec("header-now-required", "is always there now", (A, "It was allowed before.")),
)

ACCESS = table(
    _spec(
        "security-added", "asks for a credential now", (B, "A call without is refused.")
    ),
    _spec(
        "security-removed",
        "asks for no credential any more",
        (A, "A call with one works as before."),
    ),
    _spec(
        "security-way-added",
        "takes another credential too",
        (A, "The ways that were there still work."),
    ),
    _spec(
        "security-way-removed",
        "does not take a credential any more",
        (B, "A call with that credential is refused."),
    ),
    _spec(
        "scheme-added",
        "is a new way to authenticate",
        (A, "No call must use it for that."),
    ),
    _spec(
        "scheme-removed",
        "is no way to authenticate any more",
        (B, "Who has only this credential is refused."),
    ),
    _spec(
        "scheme-changed",
        "is sent otherwise",
        (B, "The credential as it was sent is not looked for."),
    ),
    _spec("server-added", "is a new server", (A, "The default stays what it is.")),
    _spec(
        "server-removed",
        "is no server any more",
        (B, "Who sends requests there is not answered."),
    ),
    _spec(
        "default-server-changed",
        "is not where requests go first any more",
        (B, "A client that is given no URL sends its requests elsewhere."),
    ),
    _spec(
        "server-variable-changed",
        "has a variable that is filled otherwise",
        (B, "The same settings lead elsewhere."),
    ),
)

RULES = OPERATIONS | PARAMETERS | BODIES | REPLIES | ACCESS | SCHEMAS | VALUES
