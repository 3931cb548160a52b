"""Rules about where spec files come from: `sources.toml`, `specwright pull`, copies."""

from __future__ import annotations

from specwright.codes.rule import Rule
from specwright.diagnostics import Severity

RULES: tuple[Rule, ...] = (
    Rule(
        "SW870",
        Severity.ERROR,
        "sources.toml is not TOML",
        """\
`specs/CLIENT/sources.toml` says where the client's files come from. It cannot be read, so
nothing is pulled. The finding stands where the reader gave up; the mistake is there or
just before it. Addresses and file names need quotes:

    [files]
    "api.yaml" = "https://api.example.com/openapi.yaml"
""",
    ),
    Rule(
        "SW871",
        Severity.ERROR,
        "an entry of sources.toml cannot be",
        """\
`[files]` maps a spec file of the client's folder to the http(s) address that it comes
from. `[indexes."URL"]` names a list of a documentation site's pages, with arrays of
patterns `take` and `leave`. An address carries no credentials: neither
`https://user:secret@host/` nor a parameter such as `?token=`; the file is checked in, and
what is in it is no secret any more.
""",
    ),
    Rule(
        "SW872",
        Severity.ERROR,
        "sources.lock cannot be read",
        """\
`specs/CLIENT/sources.lock` remembers what each file was when it was taken, so that a file
which you edited is not overwritten, and a server need not send what is here already. It
is not as specwright writes it; the markers of a merge conflict are the usual reason. Take
either side of the conflict, or the file from version control. If it is lost, delete it:
`specwright pull CLIENT` writes it anew.
""",
    ),
    Rule(
        "SW873",
        Severity.ERROR,
        "a spec file was edited since it was taken",
        """\
The file is not the one that `specwright add` or `specwright pull` wrote, so somebody
edited it; and its source has changed too. Taking the new one would lose the edit, so the
file stays as it is. Put the edit into an overlay (docs/overlays.md), where it survives
every update, and take the new file with `--force`.
""",
    ),
    Rule(
        "SW874",
        Severity.WARNING,
        "a source has vanished",
        """\
The server says that there is nothing at the address any more (404 or 410), or the page is
no longer in the list that it was taken from. Its file stays, for a page that moved is more
common than a call that went. Correct the address in `sources.toml`; or, if the call is
gone, `specwright pull CLIENT --remove-gone` takes out the file and its entry.
""",
    ),
    Rule(
        "SW875",
        Severity.ERROR,
        "an index of pages cannot be looked through",
        """\
An index is a Markdown file that lists a site's pages by links (`llms.txt`), or holds them
all, one after another, each below a heading of the first level (`llms-full.txt`). Nothing
of the kind was found in this one; or it lists far more pages than anybody reads, which
`leave` can narrow down. A page or document of its own belongs under `[files]`.
""",
    ),
    Rule(
        "SW876",
        Severity.ERROR,
        "there is no copy of what a reference leads to",
        """\
`client.toml` allows references to this host, and generating uses copies of what they lead
to, so that it needs no network and gives the same result everywhere. The copy is missing.
`specwright pull CLIENT` fetches it into `specs/CLIENT/remote/HOST/`; check it in.
""",
    ),
    Rule(
        "SW877",
        Severity.ERROR,
        "a copy is not what was fetched",
        """\
The files in `specs/CLIENT/remote/` are copies of other servers' documents, pinned by their
SHA-256 in `sources.lock`. This one is not the file that was fetched, or is not pinned at
all, or its host is not allowed by `client.toml` any more. `specwright pull CLIENT` brings
copies and pins into step; corrections belong in an overlay.
""",
    ),
    Rule(
        "SW878",
        Severity.NOTE,
        "an address is not kept",
        """\
The file was added; its address was not written to `sources.toml`, because it seems to hold
a credential, and that file is checked in. `specwright pull` will not refresh the file.
""",
    ),
    Rule(
        "SW879",
        Severity.WARNING,
        "a listed page cannot be read",
        """\
An index lists the page, and it could not be fetched or holds a broken document, so it is
neither taken nor offered. Other pages are not touched by it. Pages that are no concern of
yours can be left out for good, with a pattern under `leave` in `sources.toml`.
""",
    ),
    Rule(
        "SW880",
        Severity.ERROR,
        "the client's folder changed in the meantime",
        """\
A file was edited while its new version was being fetched. Nothing was written. Run the
command again.
""",
    ),
    Rule(
        "SW881",
        Severity.ERROR,
        "two clients generate one package",
        """\
Both packages would be installed under the same name, so nobody could use both, and the one
that is installed last wins. Set `package` in one `client.toml` to another name.
""",
    ),
)
