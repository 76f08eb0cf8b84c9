"""Packages are compiled once where Python keeps no bytecode, and nowhere else."""

import sys
from collections.abc import Iterator
from importlib.util import cache_from_source
from pathlib import Path

import pytest

from workbook.processes import bytecode


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Yield a module of a package in a .venv of its own; a broken file is beside it."""
    folder = tmp_path / ".venv" / "site"
    (folder / "teapot").mkdir(parents=True)
    (folder / "teapot" / "__init__.py").write_text("full = True\n", encoding="utf-8")
    (folder / "teapot" / "broken.py").write_text("def\n", encoding="utf-8")
    (tmp_path / "workbook").mkdir()
    (tmp_path / "workbook" / "own.py").write_text("", encoding="utf-8")
    monkeypatch.setattr(bytecode, "ROOT", tmp_path)
    monkeypatch.setattr(bytecode, "LATE", "teapot")
    monkeypatch.setattr(bytecode.sysconfig, "get_path", lambda _: str(folder))
    monkeypatch.setattr(sys, "prefix", str(tmp_path / ".venv"))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.syspath_prepend(folder)
    yield folder / "teapot" / "__init__.py"
    sys.modules.pop("teapot", None)


def is_compiled(package: Path) -> bool:
    return Path(cache_from_source(str(package))).exists()


def test_it_is_said_and_done_once(package: Path, capfd: pytest.CaptureFixture[str]) -> None:
    bytecode.compile_packages()
    assert is_compiled(package)
    assert is_compiled(package.parents[3] / "workbook" / "own.py")
    assert capfd.readouterr() == ("", bytecode.SAID + "\n")
    bytecode.compile_packages()
    assert capfd.readouterr() == ("", "")


def test_where_python_does_it_nothing_is_done(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    bytecode.compile_packages()
    assert not is_compiled(package)


def test_an_environment_of_somebody_else_is_left_alone(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", str(package.parent))
    bytecode.compile_packages()
    assert not is_compiled(package)
