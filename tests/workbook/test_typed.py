"""A command is said as it is typed where it was started: by uv, start.py, a shell, or Python."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from workbook.paths import ROOT
from workbook.typed import STARTED, UV, as_call, as_command

SCRIPTS = Path(sys.executable).parent
HINT = ["hint", "get_summary"]


def more(*command: str | Path, **variables: str) -> str:
    """Return the last line of a hint, which says how to type the next one."""
    named = {"PATH": os.environ["PATH"], **variables}
    rest = {n: v for n, v in os.environ.items() if n not in (STARTED, UV, "PATH")}
    done = subprocess.run(
        [*command, *HINT], cwd=ROOT, env=rest | named, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]


def test_in_each_way_to_start_it() -> None:
    script, plain = SCRIPTS / "workbook", "/usr/bin:/bin"
    activated = f"{SCRIPTS}:{plain}"
    end = "hint get_summary 2"
    assert more("workbook", PATH=activated) == f"More: workbook {end}"
    assert more(script, PATH=activated, **{UV: "1"}) == f"More: uv run workbook {end}"
    assert more(script, PATH=plain, **{UV: "1"}) == f"More: uv run workbook {end}"
    assert more(script, PATH=plain) == f"More: {script} {end}"
    module = (sys.executable, "-m", "workbook")
    assert more(*module, PATH=plain) == f"More: python -m workbook {end}"
    assert more(*module, PATH=plain, **{UV: "1"}) == f"More: uv run python -m workbook {end}"
    by_start = {STARTED: "python3 ../start.py"}
    assert more(*module, PATH=plain, **by_start) == f"More: python3 ../start.py {end}"


def test_usage_names_the_command_too() -> None:
    environment = {n: v for n, v in os.environ.items() if n != UV} | {STARTED: "py start.py"}
    command = [sys.executable, "-m", "workbook", "hint"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert "py start.py hint" in done.stderr


def test_where_no_command_of_ours_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (STARTED, UV):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", "")
    assert as_command("reset") == "python -m workbook reset"  # from a notebook's kernel
    monkeypatch.setenv("PATH", str(SCRIPTS))
    assert as_command("reset") == "workbook reset"
    assert as_call("hint", "get_summary", 3) == 'hint("get_summary", 3)'
