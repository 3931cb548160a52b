"""Rules about naming."""

from __future__ import annotations

from specwright.codes.rule import Rule
from specwright.diagnostics import Severity

RULES: tuple[Rule, ...] = (
    Rule(
        "SW820",
        Severity.NOTE,
        "you changed a name that was settled",
        """\
Names are settled when something is generated for the first time, and then stay, whatever
a vendor's document says later. You are free to change them: with an overlay, with
overrides, or with `naming` in client.toml. Then the new name holds, and this note says
once what it was before, because callers have to follow. Taking such a name back is a
change too.

Types that were named after a type which you renamed keep their own names. To let them
follow, release them:

    specwright names CLIENT --release '#/components/schemas/VoiceListModelV1'
""",
    ),
    Rule(
        "SW821",
        Severity.WARNING,
        "a settled name cannot be kept",
        """\
The lock remembers a name that something else has now: a name of yours, in an overlay or
in client.toml; a word that this version of specwright reserves, because generated code
needs it; or, after two branches were merged, another entry of the lock. The other one
keeps the name, and this one got its next best, as if it were new.

If the change is not wanted, give the thing a name in an overlay (docs/overlays.md).
""",
    ),
    Rule(
        "SW822",
        Severity.ERROR,
        "there is no such name to release",
        """\
`specwright names CLIENT --release KEY` frees settled names: that of KEY and of everything
below it. KEY is one of those that `specwright names CLIENT` lists, and nothing in the
lock has this one. Names that you gave in an overlay are not settled: change the overlay.
""",
    ),
    Rule(
        "SW823",
        Severity.WARNING,
        "names were released",
        """\
The lock does not hold the names that the generated files have: they were released with
`specwright names --release`, or the lock was edited. The next `specwright generate`
settles them anew.
""",
    ),
)
