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
    Rule(
        "SW854",
        Severity.ERROR,
        "git cannot be asked",
        """\
`specwright diff CLIENT` compares the spec files with what they were at a commit, so it
needs git and a workspace inside of a repository. Without them, compare two files or two
folders:

    specwright diff OLD NEW
""",
    ),
    Rule(
        "SW855",
        Severity.ERROR,
        "git knows no such commit",
        """\
`--against git:REF` takes whatever names a commit: `git:HEAD`, `git:main`, `git:v1.2.0`,
or a hash. In a build the branch is often not there, because only the last commit was
fetched: `git fetch --depth=1 origin main`, then `--against git:FETCH_HEAD`.
""",
    ),
    Rule(
        "SW856",
        Severity.ERROR,
        "there is no such client, neither then nor now",
        """\
`specwright diff CLIENT` takes the name of a folder in `specs/`, as it is or as it was at
the commit. Neither has it. `specwright list` shows the clients that there are.
""",
    ),
    Rule(
        "SW857",
        Severity.ERROR,
        "there is nothing to compare at a path",
        """\
`specwright diff OLD NEW` takes two documents, or two folders of spec files. One of the
paths does not exist or cannot be read.
""",
    ),
    Rule(
        "SW859",
        Severity.ERROR,
        "the changelog has the version already",
        """\
`generated/CLIENT/CHANGELOG.md` has a section of the version that is to be released. Either
the release was made by hand, or it was made and its record was lost. Name another version
with `--version`, or remove the section to have it written anew.
""",
    ),
    Rule(
        "SW860",
        Severity.ERROR,
        "the next version cannot be told",
        """\
The next version is made of the last one by raising one of at most three numbers. Other
versions are fine for a package, but what follows them is for you to say:

    specwright release CLIENT --version 2026.1
""",
    ),
    Rule(
        "SW861",
        Severity.ERROR,
        "the record of the last release cannot be read",
        """\
`specs/CLIENT/.release.json` holds what was released: the version, the spec files and the
names and types that the package offered. It is not what `specwright release` wrote. Take
it back from version control, or say where the last release is: `--since git:v1.2.0`.
""",
    ),
)
