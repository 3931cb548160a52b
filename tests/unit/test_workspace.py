from __future__ import annotations

import os
from pathlib import Path

import pytest

from specwright.diagnostics import Unusable
from specwright.workspace import Workspace, find_workspace, load_client


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    folder = tmp_path / "specs" / "acme"
    folder.mkdir(parents=True)
    (folder / "api.yaml").write_text("openapi: 3.1.0\n")
    return Workspace(tmp_path)


def codes(workspace: Workspace, name: str = "acme") -> list[str]:
    return [d.code for d in load_client(workspace, name).diagnostics.sorted()]


def refusal(workspace: Workspace, *names: str) -> str:
    with pytest.raises(Unusable) as caught:
        workspace.select(names)
    assert caught.value.diagnostic.code == "SW652"
    return f"{caught.value.diagnostic.message}: {caught.value.diagnostic.hint}"


def test_it_is_found_from_any_folder_below(workspace: Workspace) -> None:
    deep = workspace.root / "generated" / "acme" / "src"
    deep.mkdir(parents=True)
    assert find_workspace(deep).root == workspace.root
    assert find_workspace(workspace.specs).root == workspace.root


def test_a_given_root_wins_and_is_not_searched_upward(
    workspace: Workspace, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    assert find_workspace(elsewhere, workspace.root).root == workspace.root
    with pytest.raises(Unusable) as caught:
        find_workspace(workspace.root, workspace.specs)
    assert caught.value.diagnostic.code == "SW651"


def test_no_workspace(tmp_path: Path) -> None:
    with pytest.raises(Unusable) as caught:
        find_workspace(tmp_path)
    assert caught.value.diagnostic.code == "SW651"
    assert "--root" in caught.value.diagnostic.hint


def test_clients_are_the_folders(workspace: Workspace) -> None:
    (workspace.specs / "zeta").mkdir()
    (workspace.specs / "beta").mkdir()
    (workspace.specs / ".hidden").mkdir()
    (workspace.specs / "notes.md").touch()
    assert workspace.clients() == ("acme", "beta", "zeta")
    assert workspace.select([]) == ("acme", "beta", "zeta")
    assert workspace.select(["zeta", "acme", "zeta"]) == ("zeta", "acme")


def test_unknown_clients(workspace: Workspace) -> None:
    assert "did you mean `acme`" in refusal(workspace, "amce")
    assert "the clients are `acme`" in refusal(workspace, "zzz")
    assert "'\\x1b[31m'" in refusal(workspace, "\x1b[31m")


def test_no_client_at_all(tmp_path: Path) -> None:
    (tmp_path / "specs").mkdir()
    assert "specwright add" in refusal(Workspace(tmp_path))


def test_spec_files_are_read_sorted_with_folders(workspace: Workspace) -> None:
    folder = workspace.specs / "acme"
    (folder / "sub").mkdir()
    for path in ("sub/b.json", "a.mdx", "Z.yml", "page.md", "client.toml"):
        (folder / path).write_bytes(path.encode())
    for path in ("notes.txt", ".draft.yaml", "script.py"):
        (folder / path).touch()
    (folder / "client.toml").write_text('package = "acme"')
    client = load_client(workspace, "acme")
    assert list(client.inputs) == [
        "specs/acme/Z.yml",
        "specs/acme/a.mdx",
        "specs/acme/api.yaml",
        "specs/acme/page.md",
        "specs/acme/sub/b.json",
    ]
    assert client.inputs["specs/acme/sub/b.json"] == b"sub/b.json"
    assert not client.diagnostics.sorted()


def test_a_client_without_spec_files(workspace: Workspace) -> None:
    (workspace.specs / "empty").mkdir()
    assert codes(workspace, "empty") == ["SW608", "SW653"]


def test_mistakes_of_the_configuration_belong_to_the_client(
    workspace: Workspace,
) -> None:
    (workspace.specs / "acme" / "client.toml").write_text("nonsense = 1")
    (finding,) = load_client(workspace, "acme").diagnostics
    assert str(finding.location) == "specs/acme/client.toml:1:1"


@pytest.mark.parametrize("name", ["Acme", "a b", "aux", "-x", "a.b"])
def test_names_that_a_client_cannot_have(workspace: Workspace, name: str) -> None:
    (workspace.specs / name).mkdir()
    (workspace.specs / name / "api.yaml").touch()
    assert "SW656" in codes(workspace, name)


def test_links_out_of_the_folder_are_refused(
    workspace: Workspace, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("key: value")
    (workspace.specs / "acme" / "link.yaml").symlink_to(secret)
    client = load_client(workspace, "acme")
    assert "SW654" in [d.code for d in client.diagnostics]
    assert list(client.inputs) == ["specs/acme/api.yaml"]


def test_links_inside_the_folder_are_followed(workspace: Workspace) -> None:
    (workspace.specs / "acme" / "same.yaml").symlink_to("api.yaml")
    client = load_client(workspace, "acme")
    assert client.inputs["specs/acme/same.yaml"] == b"openapi: 3.1.0\n"


@pytest.mark.parametrize("target", ["missing.yaml", "loop.yaml"])
def test_links_to_nothing_are_refused(workspace: Workspace, target: str) -> None:
    (workspace.specs / "acme" / "loop.yaml").symlink_to(target)
    assert "SW654" in codes(workspace)


def test_a_link_to_a_folder_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (workspace.specs / "acme" / "sub").symlink_to(tmp_path / "other")
    assert "SW654" in codes(workspace)


@pytest.mark.parametrize("name", ["pipe.yaml", "client.toml"])
def test_a_pipe_is_refused_and_not_waited_for(workspace: Workspace, name: str) -> None:
    os.mkfifo(workspace.specs / "acme" / name)
    assert "SW654" in codes(workspace)


def test_a_name_that_cannot_be_printed_is_refused(workspace: Workspace) -> None:
    (workspace.specs / "acme" / "a\nb.yaml").touch()
    (finding,) = [
        d for d in load_client(workspace, "acme").diagnostics if d.code == "SW654"
    ]
    assert "\n" not in finding.message


def test_a_file_that_is_too_large(workspace: Workspace) -> None:
    config = workspace.specs / "acme" / "client.toml"
    config.write_text("[limits]\nbytes = 10\n")
    (finding,) = [
        d for d in load_client(workspace, "acme").diagnostics if d.code == "SW655"
    ]
    assert "15 bytes" in finding.message
    assert "10" in finding.message


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission(workspace: Workspace) -> None:
    (workspace.specs / "acme" / "api.yaml").chmod(0)
    assert "SW655" in codes(workspace)
