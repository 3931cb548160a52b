"""Names of documents as names of Python and of files, through the command line."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from injection.oracle import problems

from specwright.cli import cli

NAMES = (
    # Two that are one to Python (NFKC), or to a file system where case does not count.
    *(
        "\ufb01le",
        "file",
        "File",
        "FILE",
        "stra\u00dfe",
        "strasse",
        "STRASSE",
        "\u017ftrasse",
    ),
    *("\u212aelvin", "kelvin", "caf\u00e9", "cafe\u0301", "\u0130d", "id", "\u0131d"),
    # That look like others, cannot be seen, or turn the line around.
    *(
        "p\u0430ypal",
        "paypal",
        "\u0391lpha",
        "Alpha",
        "a\u200bb",
        "ab",
        "\u202eabc",
        "abc\u2069",
    ),
    *(
        "\u05d0",
        "\u0661",
        "x\u00b2",
        "x2",
        "\u2160",
        "I",
        "\U0001d41a",
        "\u3164",
        "\u115f",
    ),
    # That no file may have somewhere.
    *(
        "con",
        "CON",
        "prn",
        "aux.txt",
        "nul",
        "com1",
        "LPT9",
        "COM\u00b9",
        "a.",
        "a ",
        "..",
        ".",
    ),
    *(
        "../../x",
        "/etc",
        "C:\\x",
        "a:b",
        "a*b",
        "a?b",
        "<a>",
        "a|b",
        "~",
        "-rf",
        ".git",
    ),
    # That modules, classes and Python have already.
    *("types", "client", "_runtime", "__init__", "resource", "errors", "incoming"),
    *(
        "class",
        "None",
        "match",
        "self",
        "import",
        "print",
        "List",
        "Any",
        "Model",
        "Acme",
    ),
    *("", " ", "_", "__", "1", "123abc", "\x00", "\n", "x" * 300, "y " * 300),
)


def document(names: tuple[str, ...]) -> str:
    """An operation and a schema of each name, under the other names as tags."""
    keys = [re.sub(r"[^A-Za-z0-9._-]", "_", n) or "_" for n in names]
    paths = {
        f"/{number}": {
            "get": {
                "operationId": name,
                "tags": [name],
                "parameters": [{"name": name or "p", "in": "query", "schema": {}}],
                "responses": {
                    "200": {
                        "description": "D.",
                        "content": {
                            "application/json": {
                                "schema": {"$ref": f"#/components/schemas/{key}"}
                            }
                        },
                    }
                },
            }
        }
        for number, (name, key) in enumerate(zip(names, keys, strict=True))
    }
    properties = {name: {"type": "string"} for name in names}
    whole = {"type": "object", "properties": properties}
    return json.dumps(
        {
            "openapi": "3.1.0",
            "info": {"title": "T", "version": "1"},
            "servers": [{"url": "https://api.acme.test"}],
            "paths": paths,
            "components": {"schemas": dict.fromkeys(keys, whole)},
        }
    )


def generate(root: Path, text: str, *options: str, name: str = "api.json") -> Result:
    """`specwright generate` in a workspace with one client, `acme`."""
    folder = root / "specs/acme"
    folder.mkdir(parents=True)
    (folder / "client.toml").write_text('package = "acme"\nclass = "Acme"\n')
    (folder / name).write_bytes(text.encode("utf-8", "surrogatepass"))
    return CliRunner().invoke(cli, ["--root", str(root), "generate", *options])


def test_any_name_is_one_for_python_and_for_every_disk(tmp_path: Path) -> None:
    done = generate(tmp_path, document(NAMES))

    assert done.exit_code == 0, done.output
    root = tmp_path / "generated/acme"
    files = {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in root.rglob("*")
        if path.is_file() and path.name != "specwright.lock"
    }
    assert problems(files, "acme") == []
    modules = [
        path.removeprefix("src/").removesuffix(".py").replace("/", ".")
        for path in files
        if path.startswith("src/") and path.endswith(".py")
    ]
    command = [sys.executable, "-W", "error", "-c", f"import {', '.join(modules)}"]
    subprocess.run(command, cwd=root / "src", check=True)


@pytest.mark.parametrize("length", [61, 300, 5000])
def test_a_path_of_resources_is_no_longer_than_files_can_be(
    tmp_path: Path, length: int
) -> None:
    long = "a" * length
    deep = "subpackage_" + "/".join(f"level{n}" for n in range(length))
    text = document((long, f"{long}b", deep, f"{deep}/x"))

    assert generate(tmp_path, text).exit_code == 0
    root = tmp_path / "generated/acme"
    names = [path.relative_to(root) for path in root.rglob("*")]
    assert max(len(str(name)) for name in names) < 220
    assert max(len(name.name.encode()) for name in names) < 200
    # Two that differ only further on stay two.
    assert len(list((root / "src/acme").glob("aaaa*"))) == 2


PAGE = """\
# Page

## OpenAPI Specification

```yaml
openapi: 3.1.0
info: {title: T, version: '1'}
servers: [{url: https://api.acme.test}]
paths:
  /x:
    post:
      operationId: make
      requestBody:
        content:
          application/json:
            schema: {type: object, required: [text], properties: {text: {type: string}}}
      responses: {'204': {description: D.}}
```

```python
from acme import Acme
SAMPLE
```
"""


@pytest.mark.parametrize(
    "sample",
    [
        # The first letter is Cyrillic; the second ends an identifier, not a word.
        'client.\u0441hat.make(text="a")',
        "client.a\u00b2.make(text=1",
        'client.__class__.__init__(text="a")',
        # No JSON: half a pair, an infinite number, a key that is no text.
        'client.x.make(text="\\ud800")',
        "client.x.make(text=1e999)",
        "client.x.make(text={1: 2})",
        # Python itself would warn of these.
        'client.x.make(text="\\d\\8", other=1if 1else 2)',
    ],
)
def test_samples_of_pages(tmp_path: Path, sample: str) -> None:
    text = PAGE.replace("SAMPLE", sample)
    done = generate(tmp_path, text, name="page.md")

    assert done.exit_code == 0, done.output
    root = tmp_path / "generated/acme"
    files = {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in root.rglob("*")
        if path.is_file() and path.name != "specwright.lock"
    }
    assert problems(files, "acme") == []


HOSTILE = "\x1b]0;owned\x07\x1b[31m\x9b2J\u202e\u2028::error::x\r\n::set-env name=A::b"


@pytest.mark.parametrize(
    "place",
    [
        ("info",),
        ("paths",),
        ("paths", "/0", "get"),
        ("paths", "/0", "get", "parameters", 0),
        ("components", "schemas", "name"),
    ],
)
@pytest.mark.parametrize("output", ["text", "github", "json", "sarif", "junit"])
def test_messages_do_nothing(
    tmp_path: Path, place: tuple[str | int, ...], output: str
) -> None:
    tree = json.loads(document(("name",)))
    holder = tree
    for step in place:
        holder = holder[step]
    holder[HOSTILE] = {"$ref": HOSTILE}
    holder["type"] = HOSTILE
    folder = tmp_path / "specs/acme"
    folder.mkdir(parents=True)
    (folder / "client.toml").write_text('package = "acme"\nclass = "Acme"\n')
    (folder / "api.json").write_text(json.dumps(tree))

    done = CliRunner().invoke(
        cli, ["--root", str(tmp_path), "check", "--format", output]
    )

    assert done.exit_code in (0, 1, 2), done.output
    assert done.output
    assert done.output.replace("\n", "").isprintable()
    commands = [line for line in done.output.split("\n") if line.startswith("::")]
    assert all(re.match(r"::(error|warning|notice) ", line) for line in commands)
    assert bool(commands) == (output == "github")
    match output:
        case "json":
            assert json.loads(done.stdout)["clients"]
        case "sarif":
            assert json.loads(done.stdout)["runs"]
        case "junit":
            assert ElementTree.fromstring(done.stdout).find(".//failure") is not None
