"""Rules about what generated code sends, and what it sent before."""

from __future__ import annotations

from specwright.codes.rule import Rule
from specwright.diagnostics import Severity

RULES: tuple[Rule, ...] = (
    Rule(
        "SW830",
        Severity.ERROR,
        "another request without another spec",
        """\
The same call would send other bytes than the code that is checked in, and nothing that
the spec says of the operation explains it: specwright itself, its templates or
`client.toml` changed. A server may take such a request for another one, or refuse it, so
nothing is written. The finding shows the recorded request and the new one.

Where the new one is wrong, go back to the version of specwright that wrote the lock, and
report it. Where it is right, because the old one was not, accept it by its name; the
new request is recorded, and the next change of it is refused again:

    specwright generate CLIENT --accept-wire voices.add

`--force` is about files and does not accept requests. The recorded requests stand in
`generated/CLIENT/wire/`, their hashes in the lock.
""",
    ),
    Rule(
        "SW831",
        Severity.ERROR,
        "no such operation to accept",
        """\
`--accept-wire` takes operations as `specwright list CLIENT` shows them: the method, such
as `voices.add`, or the call, such as `POST /v1/voices`. What it names must exist, so that
a mistyped name does not accept something else one day.
""",
    ),
    Rule(
        "SW832",
        Severity.WARNING,
        "generated code does not send what the spec asks for",
        """\
The request of each operation is computed from the spec alone, and where the code changes
it is run without a network to see whether it sends just that. Here it does not. The
package is written, and its own test of the method fails; the lock remembers what is
sent, so that a later change of it is still found. It is a mistake of specwright: report
it with the operation's part of the spec.
""",
    ),
)
