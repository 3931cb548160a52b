"""Nothing is written that Python itself refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from specwright.config import Config
from specwright.diagnostics import Diagnostics, Unusable
from specwright.lock import Lock
from specwright.naming.memory import NOTHING
from specwright.run import Generated, write
from specwright.workspace import Workspace


def test_a_module_that_does_not_compile_stops_the_write(tmp_path: Path) -> None:
    (tmp_path / "specs" / "acme").mkdir(parents=True)
    files = {"src/acme/good.py": b"x = 1\n", "src/acme/bad.py": b"def f(a, a): ...\n"}
    generated = Generated(
        name="acme",
        config=Config(name="acme", package="acme", client_class="Acme"),
        files=files,
        lock=Lock(config="", inputs={}, files={}),
        operations=(),
        names=frozenset({"f", "a"}),
        diagnostics=Diagnostics(),
        memory=NOTHING,
    )

    with pytest.raises(Unusable) as caught:
        write(Workspace(tmp_path), generated)

    assert caught.value.diagnostic.code == "SW808"
    assert "src/acme/bad.py" in caught.value.diagnostic.message
    assert not list((tmp_path / "generated").rglob("*.py"))
