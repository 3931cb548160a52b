"""Rules about the output, the lock and what `specwright check` finds."""

from __future__ import annotations

from specwright.codes.rule import Rule
from specwright.diagnostics import Severity

RULES: tuple[Rule, ...] = (
    Rule(
        "SW801",
        Severity.ERROR,
        "the lock cannot be read",
        """\
`generated/CLIENT/specwright.lock` says which files specwright owns. It is not TOML any
more, or not in the shape that specwright writes, so nothing is overwritten or deleted.
Take the file back from version control. If it is lost, `specwright generate CLIENT
--force` writes it and all generated files anew.
""",
    ),
    Rule(
        "SW802",
        Severity.ERROR,
        "the lock has a merge conflict",
        """\
Two branches changed the lock and the markers of the conflict (`<<<<<<<`) are still in
it. There is no need to settle it line by line. Merge `specs/` first; then take either
side of `generated/CLIENT/`, and let specwright write what the merged specs ask for:

    git checkout --theirs generated/CLIENT
    specwright generate CLIENT
""",
    ),
    Rule(
        "SW803",
        Severity.ERROR,
        "the lock was written in another format",
        """\
Another version of specwright wrote the lock, in a format that this one does not know.
Install that version, or a later one. `specwright generate CLIENT --force` writes the
client anew with the version at hand.
""",
    ),
    Rule(
        "SW804",
        Severity.ERROR,
        "a file in the way is not specwright's",
        """\
The client needs a file at a path where one exists that the lock does not list, so a
person put it there. Nothing was written. Move the file; or give the path to the person
for good, with `--keep PATH`; or let it be overwritten, with `--force`.
""",
    ),
    Rule(
        "SW805",
        Severity.ERROR,
        "the output cannot be written",
        """\
The operating system refused to write below `generated/`: no permission, no space left, a
read-only folder. The message carries its reason. The client's folder is as it was: files
are written beside it, and the whole folder is exchanged at the end.
""",
    ),
    Rule(
        "SW806",
        Severity.ERROR,
        "another run is writing",
        """\
One run at a time may write below `generated/`. This one waited and gave up; nothing was
written. Look for a specwright that hangs, or run the command again.
""",
    ),
    Rule(
        "SW807",
        Severity.ERROR,
        "there is no such file to keep",
        """\
`--keep PATH` gives a file to you: specwright neither overwrites nor deletes it from then
on, and `check` accepts it. The path must be that of a file that exists, below
`generated/CLIENT/`; it may be given from there or from the current folder.
""",
    ),
    Rule(
        "SW808",
        Severity.ERROR,
        "generated code does not compile",
        "Every module is compiled before anything is written. One was refused by\n"
        "Python itself, so nothing was written: the files on disk are as they were.\n"
        "This is a mistake of specwright and not of the spec. Report it with the spec;\n"
        "until it is mended, an overlay or a changed name usually helps.",
    ),
    Rule(
        "SW809",
        Severity.ERROR,
        "specwright failed on this spec",
        "Something in the spec was met that specwright neither understands nor\n"
        "refuses properly. Nothing is written for the client; other clients are not\n"
        "touched by it. Report it with the spec: the message names the place in\n"
        "specwright. `specwright lint` may show what is odd about the spec.",
    ),
    Rule(
        "SW890",
        Severity.ERROR,
        "a generated module has a name that was not made",
        """\
Before a module is written, every name in it is compared with those that specwright made
for the client or prints in every client. One is none of them: text of the spec may have
got out of the string that it belongs into, and would be run as code by whoever imports
the client. Nothing was written.

This is a mistake of specwright. Look at what the spec says where the name comes from,
and do not use the spec before you know why it says so. Report it with the spec.
""",
    ),
    Rule(
        "SW811",
        Severity.ERROR,
        "spec changed",
        """\
A file in `specs/` is not the one that the client was generated from, and the client that
comes from it now differs. `specwright generate CLIENT` brings them into step; review and
check in what it changes.
""",
    ),
    Rule(
        "SW812",
        Severity.ERROR,
        "configuration changed",
        """\
`client.toml` says something else than when the client was generated. `specwright
generate CLIENT` brings them into step.
""",
    ),
    Rule(
        "SW813",
        Severity.ERROR,
        "missing file",
        """\
A file that belongs to the client is not there. `specwright generate CLIENT` writes it.
""",
    ),
    Rule(
        "SW814",
        Severity.ERROR,
        "edited by hand",
        """\
A generated file is not as specwright wrote it. The next change of the spec would lose
the edit, so `generate` writes nothing until it is decided:

    specwright generate CLIENT --force          drops the edit
    specwright generate CLIENT --keep PATH      the file is yours from now on

What can be said in the spec, in an overlay or in `client.toml` is better said there.
""",
    ),
    Rule(
        "SW815",
        Severity.ERROR,
        "orphaned",
        """\
A file stands in `generated/CLIENT/` that is not generated (any more). A module that
nothing generates would ship, be imported and age unseen. If specwright wrote it once,
`specwright generate CLIENT` deletes it. If it is yours, say so once, and it is never
touched or reported again:

    specwright generate CLIENT --keep src/acme/extras.py

Caches, build results and names with a leading dot are not looked at.
""",
    ),
    Rule(
        "SW816",
        Severity.ERROR,
        "lock missing",
        """\
`generated/CLIENT/specwright.lock` is not there, so it is not known which files are
specwright's. `specwright generate CLIENT` writes it; where files differ from what would
be written, it asks for `--force`, because they might be yours.
""",
    ),
    Rule(
        "SW817",
        Severity.ERROR,
        "lock written by another version",
        """\
Another version of specwright generated the client. The same spec may give other code,
so the two cannot be compared. Install that version, or regenerate with this one and
review the difference. `check` exits with 3, so that a build can tell this from drift.
""",
    ),
    Rule(
        "SW818",
        Severity.ERROR,
        "generator changed",
        """\
Neither the spec, nor the configuration, nor the file was changed, and yet specwright
would write something else now: the tool itself is not the one that wrote it, though it
has the same version. `specwright generate CLIENT` brings them into step.
""",
    ),
)
