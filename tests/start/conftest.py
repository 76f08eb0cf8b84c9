"""`computer`: start.py runs nothing, and asks this instead."""

from pathlib import Path

import pytest

import start
from tests.shared.computer import Computer


@pytest.fixture
def computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Computer:
    computer = Computer(tmp_path)
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_text("", encoding="utf-8")
    monkeypatch.setattr(start, "ROOT", tmp_path)
    monkeypatch.setattr(start, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(start, "PYTHON", Path(computer.python))
    monkeypatch.setattr(start, "STAMP", tmp_path / ".venv" / "set-up.json")
    monkeypatch.setattr(start, "find_python", lambda: computer.base)
    monkeypatch.setattr(start, "output", computer.output)
    monkeypatch.setattr(start, "run", computer.run)
    monkeypatch.chdir(tmp_path)
    return computer
