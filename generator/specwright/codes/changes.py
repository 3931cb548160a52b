"""Rules about agreed changes, comparisons and releases."""

from __future__ import annotations

from specwright.codes.rule import Rule
from specwright.diagnostics import Severity

RULES: tuple[Rule, ...] = (
    Rule(
        "SW850",
        Severity.ERROR,
        "accepted.toml is not TOML",
        """\
`specs/CLIENT/accepted.toml` lists changes that were agreed. It cannot be read, so it is
not known what was agreed, and the command stops rather than guess. The message says
where the file stops being TOML.
""",
    ),
    Rule(
        "SW851",
        Severity.ERROR,
        "an entry of accepted.toml is wrong",
        """\
Each entry accepts one thing, says why, and may say until when:

    [[accept]]
    fingerprint = "3f9c1a2b4d5e"
    reason = "the endpoint was never public"
    until = 2027-03-31

`fingerprint` is copied from `specwright diff`. In its place, `wire = "POST /v1/speech"`
lets that operation send other bytes than before. `reason` may not be empty: it is read
by whoever meets the entry later. `until` is a date without quotes, the last day on which
the entry holds.
""",
    ),
    Rule(
        "SW852",
        Severity.WARNING,
        "an agreement has expired",
        """\
The entry's `until` lies in the past, so the change counts as if nobody had agreed to it.
Look again whether it is still right. If so, write a later date and say why; if not, undo
the change and remove the entry.
""",
    ),
    Rule(
        "SW853",
        Severity.WARNING,
        "an agreement matches nothing",
        """\
No change has the entry's fingerprint. The change was undone, was released, or became
another one: a fingerprint says what was before and what is after, so that an agreement
about one change never covers the next. Remove the entry.
""",
    ),
)
