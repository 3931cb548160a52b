"""A workspace in a git repository, with one small document in three versions."""

from __future__ import annotations

import subprocess
from pathlib import Path
from textwrap import dedent

from click.testing import CliRunner, Result

from specwright.cli import cli

BEFORE = dedent("""\
    openapi: 3.1.0
    info: {title: Acme, version: '1'}
    servers: [{url: https://api.acme.test}]
    paths:
      /things:
        get:
          operationId: listThings
          tags: [things]
          parameters:
            - {in: query, name: limit, schema: {type: integer}}
          responses:
            '200':
              description: d
              content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}
    components:
      schemas:
        Thing:
          type: object
          properties: {name: {type: string}, size: {type: integer}}
    """)
ADDITIVE = BEFORE.replace("size: {type: integer}", "size: {type: integer}, a: {}")
BREAKING = BEFORE.replace("size: {type: integer}", "a: {}").replace(
    "schema: {type: integer}}\n", "schema: {type: integer, maximum: 9}}\n\n"
)


class Repository:
    """A workspace in a git repository of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.git("init", "-q", "-b", "main")
        self.write("acme/api.yaml", BEFORE)
        self.write("acme/client.toml", 'package = "acme"\n')
        self.commit("first")

    def git(self, *arguments: str) -> str:
        identity = ("-c", "user.name=a", "-c", "user.email=a@example.test")
        command = ["git", "-C", str(self.root), *identity, *arguments]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def commit(self, message: str) -> str:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)
        return self.git("rev-parse", "HEAD")

    def write(self, path: str, text: str) -> None:
        file = self.root / "specs" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def run(self, *arguments: str, code: int = 0) -> Result:
        result = CliRunner().invoke(cli, ["--root", str(self.root), *arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, result.output
        return result
