"""A workspace with one client, and templates of its own that a test may break."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from specwright import render
from specwright.cli import cli

ORIGINAL = render.templates_folder()

SPEC = """\
openapi: 3.1.0
info: {title: Acme, version: '1'}
servers: [{url: https://api.acme.test/v1}]
security: [{key: []}]
components:
  securitySchemes: {key: {type: apiKey, in: header, name: x-key}}
  schemas:
    Voice:
      type: object
      required: [name]
      properties:
        name: {type: string}
        note: {type: [string, 'null']}
        speed: {type: number}
paths:
  /voices:
    get:
      operationId: list
      tags: [voices]
      parameters:
        - {name: tag, in: query, schema: {type: array, items: {type: string}}}
        - {name: x-trace, in: header, schema: {type: string}}
      responses: {'204': {description: D.}}
    post:
      operationId: add
      tags: [voices]
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Voice'}}}
      responses: {'204': {description: D.}}
  /voices/{voice_id}:
    delete:
      operationId: remove
      tags: [voices]
      parameters: [{name: voice_id, in: path, required: true, schema: {type: string}}]
      responses: {'204': {description: D.}}
  /texts:
    post:
      operationId: convert
      tags: [texts]
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [file, terms]
              properties:
                model: {type: string}
                terms: {type: array, items: {type: string}, example: [one, two]}
                seed: {type: integer}
                file: {type: string, format: binary}
      responses: {'204': {description: D.}}
"""


class Project:
    """The workspace."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root / "work"
        self.templates = root / "templates"
        self._patch = monkeypatch

    def spec(self, name: str, text: str) -> None:
        path = self.root / "specs/acme" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def edit_spec(self, old: str, new: str) -> None:
        path = self.root / "specs/acme/api.yaml"
        path.write_text(replaced(path.read_text(), old, new))

    def out(self, path: str) -> Path:
        return self.root / "generated/acme" / path

    def run(self, *arguments: str, code: int = 0) -> Result:
        """Run a command; it must end with ``code``."""
        result = CliRunner().invoke(cli, ["--root", str(self.root), *arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, result.output
        return result

    def break_runtime(self, module: str, code: str) -> None:
        """Put code at the end of a module, in a copy of the templates."""
        shutil.copytree(ORIGINAL, self.templates)
        self._patch.setattr(render, "templates_folder", lambda: self.templates)
        with (self.templates / f"runtime/{module}.py").open("a") as file:
            file.write(code)
        forget()

    def mend_runtime(self) -> None:
        """Go back to the templates as they are."""
        self._patch.setattr(render, "templates_folder", lambda: ORIGINAL)
        forget()

    def files(self) -> dict[str, tuple[bytes, int]]:
        """Content and time of everything in the workspace."""
        return {
            p.relative_to(self.root).as_posix(): (p.read_bytes(), p.stat().st_mtime_ns)
            for p in sorted(self.root.rglob("*"))
            if p.is_file()
        }


def replaced(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, f"{old!r} stands there {text.count(old)} times"
    return text.replace(old, new)


def forget() -> None:
    for cached in (
        render.environment,
        render.runtime_files,
        render.testing_files,
        render.status_errors,
        render.error_names,
    ):
        cached.cache_clear()


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace as it is generated first."""
    made = Project(tmp_path_factory.mktemp("generated"), pytest.MonkeyPatch())
    made.spec("api.yaml", SPEC)
    made.spec("client.toml", 'package = "acme"\nclass = "Acme"\n')
    made.run("generate")
    return made.root


@pytest.fixture
def project(
    generated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Project]:
    monkeypatch.delenv("SPECWRIGHT_ROOT", raising=False)
    made = Project(tmp_path, monkeypatch)
    shutil.copytree(generated, made.root)
    yield made
    forget()
