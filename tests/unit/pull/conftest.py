"""A client of a documentation site, and the commands run on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support.sites import Site

from specwright.cli import cli


class Client:
    """A workspace with one client `acme`, on the disk."""

    def __init__(self, root: Path, site: Site) -> None:
        self.root = root
        self.site = site
        self.folder = root / "specs/acme"
        self.folder.mkdir(parents=True)

    def run(self, *arguments: str, code: int = 0) -> Result:
        result = CliRunner().invoke(cli, ["--root", str(self.root), *arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, result.output
        return result

    def pull(self, *arguments: str, code: int = 0) -> Result:
        return self.run("pull", "acme", *arguments, code=code)

    def read(self, path: str) -> str:
        return (self.folder / path).read_text()

    def write(self, path: str, text: str) -> None:
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text)

    def files(self) -> dict[str, tuple[bytes, int]]:
        """Content and time of all files of the client."""
        return {
            p.relative_to(self.folder).as_posix(): (
                p.read_bytes(),
                p.stat().st_mtime_ns,
            )
            for p in sorted(self.folder.rglob("*"))
            if p.is_file()
        }


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture
def client(tmp_path: Path, site: Site) -> Client:
    return Client(tmp_path, site)


def document(*paths: str, title: str = "Acme") -> str:
    calls = "".join(
        f"  {path}:\n    get:\n      responses: {{'200': {{description: Done.}}}}\n"
        for path in paths
    )
    return (
        f"openapi: 3.1.0\ninfo: {{title: {title}, version: '1'}}\n"
        f"servers: [{{url: https://api.acme.test}}]\npaths:\n{calls}"
    )


def page(name: str, *, title: str = "A page", reference: str = "") -> str:
    text = document(f"/v1/{name}").replace(
        "    get:\n", f"    get:\n      operationId: {name}\n      tags: [boxes]\n"
    )
    where = f"Reference: {reference}\n\n" if reference else ""
    return f"# {title}\n\n{where}## OpenAPI Specification\n\n```yaml\n{text}```\n"
