"""Rules about the workspace and `client.toml`."""

from __future__ import annotations

from specwright.codes.rule import Rule
from specwright.diagnostics import Severity

RULES: tuple[Rule, ...] = (
    Rule(
        "SW601",
        Severity.ERROR,
        "client.toml is not TOML",
        """\
`client.toml` cannot be read, so nothing is known of the client. The finding stands
where the reader gave up; the mistake is there or just before it. A string without
quotes is the usual one:

    package = elevenlabs      # wrong
    package = "elevenlabs"    # right
""",
    ),
    Rule(
        "SW602",
        Severity.ERROR,
        "client.toml has a key that is not known",
        """\
A key that is not known has no effect, and a setting that silently has no effect is
worse than none. So a key that is misspelt, or that stands in the wrong table, is an
error. The keys are `package`, `class`, `version`, `naming`, and the tables
`[credential]` (`header`, `argument`, `env`, `prefix`), `[environments]`,
`[repairs]`, `[components]`, `[references]` (`hosts`), `[include]` and `[exclude]`
(`tags`, `paths`, `methods`, `operations`).

    [credential]
    heading = "xi-api-key"    # wrong: the key is `header`
""",
    ),
    Rule(
        "SW603",
        Severity.ERROR,
        "a value in client.toml has the wrong type",
        """\
Every setting is a string or a table of strings; `[include]` and `[exclude]` hold
arrays of strings. Numbers and dates need quotes:

    version = 1.0      # wrong: a number
    version = "1.0"    # right
""",
    ),
    Rule(
        "SW604",
        Severity.ERROR,
        "the package cannot be imported under this name",
        """\
`package` is the name in `import NAME`. It starts with a letter, holds ASCII letters,
digits and `_`, and ends with a letter or digit, because the distribution takes the
same name. A keyword cannot be imported; a module of the standard library, or one that
the package itself needs (`httpx`, `pydantic`), would be hidden or would hide it.

    package = "json"        # wrong: hides the standard library's module
    package = "acme_json"   # right
""",
    ),
    Rule(
        "SW605",
        Severity.ERROR,
        "the client's class cannot have this name",
        """\
`class` names the client, and `Async` before it names the asynchronous one. It is an
ASCII identifier that starts with a capital letter, and neither a keyword nor a builtin:

    class = "11labs"        # wrong
    class = "ElevenLabs"    # right; the other one is AsyncElevenLabs
""",
    ),
    Rule(
        "SW606",
        Severity.ERROR,
        "a value in client.toml is not one of the possible ones",
        """\
The key is known and the value is a string, but it cannot mean anything here. The
message says what is expected: a version (`1.2.0`), a way to split names (`fern`,
`fern-smart`, `pep8`), a header's name, an identifier for a constructor's argument, the
name of an environment variable, an absolute http(s) URL, a level of a repair (`off`,
`note`, `warning`, `error`).
""",
    ),
    Rule(
        "SW607",
        Severity.ERROR,
        "client.toml sets the level of a repair that does not exist",
        """\
The keys of `[repairs]` are codes of repairs, `SW1` and two digits. `specwright explain`
lists them all.

    [repairs]
    SW101 = "off"      # leave such documents as they are
    SW102 = "error"    # stop where the repair would be needed
""",
    ),
    Rule(
        "SW608",
        Severity.NOTE,
        "there is no client.toml",
        """\
Without `client.toml` the package and the class take their names from the client's
folder. Write the file to choose them, or to say how the credential is passed:

    package = "elevenlabs"
    class = "ElevenLabs"

    [credential]
    header = "xi-api-key"
    env = "ELEVENLABS_API_KEY"
""",
    ),
    Rule(
        "SW651",
        Severity.ERROR,
        "there is no workspace here",
        """\
A workspace is a folder with `specs/` in it; its clients are the folders in there:

    specs/elevenlabs/client.toml
    specs/elevenlabs/audio_isolation.convert.yaml
    generated/elevenlabs/

It is looked for in the current folder and all folders above. `specwright --root DIR`,
or the environment variable `SPECWRIGHT_ROOT`, names another one. `specwright add`
makes `specs/` where there is none.
""",
    ),
    Rule(
        "SW652",
        Severity.ERROR,
        "there is no such client",
        """\
A client is a folder in `specs/`. `specwright list` shows those that exist, and
`specwright add CLIENT SOURCE` makes a new one.
""",
    ),
    Rule(
        "SW653",
        Severity.ERROR,
        "the client has no spec files",
        """\
Nothing in the client's folder can be a spec: a file whose name ends in `.yaml`, `.yml`,
`.json`, `.md` or `.mdx`. Files and folders with a leading dot are not looked at.
""",
    ),
    Rule(
        "SW654",
        Severity.ERROR,
        "the client's folder leads to somewhere else",
        """\
A spec file is a regular file inside the client's folder. A symbolic link that leads out
of it, a link to a folder, a pipe or a device is refused: what is generated depends on
the files of that folder alone, on every machine. Copy the file to where it is needed.
""",
    ),
    Rule(
        "SW655",
        Severity.ERROR,
        "a file of the client cannot be read",
        """\
The operating system refused to read the file, or it is larger than a spec may be. The
message carries the reason. Nothing is generated for the client, because a result
without that file would lack its operations.
""",
    ),
    Rule(
        "SW656",
        Severity.ERROR,
        "a client cannot have this name",
        """\
A client's name becomes a folder here and on the machines of everybody who checks the
repository out. It starts with a small letter or digit, continues with small letters,
digits, `_` and `-`, and is not a name that Windows keeps for a device (`con`, `nul`).
""",
    ),
)
