"""A computer for start.py: what is on PATH and which commands work, without running any."""

import os
from pathlib import Path

import pytest

import start

BASE = "/opt/python"
VENV = f"{BASE} -m venv .venv"
PIP = ".venv/bin/python -m pip install --requirement constraints.txt --editable ."
UV_VENV = f"uv venv --python {BASE} .venv"
UV_SYNC = "uv sync --inexact"


class Computer:
    """A folder, what is on PATH, which commands work, and what was run."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.python = str(folder / ".venv" / "bin" / "python")
        self.version = "3.13"
        self.uv = ""
        self.base: str | None = BASE
        self.ensurepip = self.pip = True
        self.fails = self.stopped = ""
        self.ran: list[str] = []
        for name in ("pyproject.toml", "constraints.txt", "start.py"):
            (folder / name).write_text("", encoding="utf-8")
        # The file that it locks: another test may have started the real one.
        monkeypatch.setattr(start, "__file__", str(folder / "start.py"))
        monkeypatch.chdir(folder)
        monkeypatch.setattr(start, "ROOT", folder)
        monkeypatch.setattr(start, "VENV", folder / ".venv")
        monkeypatch.setattr(start, "PYTHON", Path(self.python))
        monkeypatch.setattr(start, "STAMP", folder / ".venv" / "set-up.json")
        monkeypatch.setattr(start, "find_python", lambda: self.base)
        monkeypatch.setattr(start, "output", self.output)
        monkeypatch.setattr(start, "run", self.run)

    def output(self, *command: str) -> str:
        """Answer in place of the programs."""
        if command[0] == "uv":
            return self.uv
        if command[0] == self.python and not os.path.exists(self.python):
            return ""
        if "pip" in command:
            return "pip 25" if self.pip else ""
        if "ensurepip" in command[-1]:
            return "both" if self.ensurepip else ""
        return self.version

    def run(self, *command: str) -> bool:
        """Note the command, and make .venv if it would."""
        self.ran.append(" ".join(command).replace(f"{self.folder}{os.sep}", ""))
        if self.fails in command:
            return False
        if "venv" in command:
            self.make_venv()
        if self.stopped in command:
            raise KeyboardInterrupt
        return True

    def make_venv(self) -> None:
        Path(self.python).parent.mkdir(parents=True, exist_ok=True)
        Path(self.python).touch()
