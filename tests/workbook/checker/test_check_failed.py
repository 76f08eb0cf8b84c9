"""What is the machine's fault, or nobody's, is no verdict on the student's code."""

import json
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn

import pytest

from tests.shared.student import changed, checked_at_once, report, with_change
from workbook.checker import machine
from workbook.checker.limits import Limits
from workbook.checker.machine import shortage
from workbook.checker.processes import fresh
from workbook.checker.report.closing import in_short
from workbook.checker.report.parts import Paragraph
from workbook.checker.run import run_check
from workbook.checker.verdict import VERDICT, Behaviour, Verdict
from workbook.processes.fork_server import ServerEndedError
from workbook.processes.run_python import run_python

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="it has no such devices or signals")
TOP = "NOT_FOUND: dict"
BODY = "    db_expense = Expense.model_validate(expense)\n"
SIGNALLED = f"import os, subprocess, time; subprocess.Popen(['sh', '-c', f'{{}}'])\n{TOP}"
KILLED = SIGNALLED.format("kill -KILL {os.getpid()}").replace("\n", "; time.sleep(9)\n")
FULL = """    try:
        session.connection().exec_driver_sql("PRAGMA max_page_count = 1")
        session.connection().exec_driver_sql("CREATE TABLE big AS SELECT zeroblob(100000)")
    except Exception:
        raise HTTPException(404)
"""
# What happens in the student's process, and why there is no verdict.
CASES = {
    "killed from outside": (TOP, KILLED, "its process ended with SIGKILL, and no line of the code"),
    "a full disk": (BODY, f"    open('/dev/full', 'w').write('x' * 9999)\n{BODY}", "No space left"),
    "a full disk, caught": (BODY, FULL + BODY, "OperationalError: database or disk is full"),
    "pytest fails": (
        TOP,
        f"import _pytest.main; _pytest.main._main = None\n{TOP}",
        "RuntimeError: pytest ended with INTERNAL_ERROR: `uv run pytest tests/contract/test_create",
    ),
}


@pytest.fixture(scope="module")
def failed(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Verdict]:
    files = {name: (with_change(old, new), None) for name, (old, new, _) in CASES.items()}
    return checked_at_once(tmp_path_factory.mktemp("failed"), "create_expense", files)


@LINUX
@pytest.mark.parametrize("name", CASES)
def test_nobody_is_blamed(failed: Mapping[str, Verdict], name: str) -> None:
    verdict = failed[name]
    assert (verdict.passed, verdict.problem, verdict.behaviours) == (False, None, ())
    assert CASES[name][2] in verdict.check_failed
    assert verdict.diagnosis == f"the check itself failed: {verdict.check_failed}"


@LINUX
@pytest.mark.slow
def test_who_was_stopped_for_longer_than_the_limit_still_passes(tmp_path: Path) -> None:
    """The cheap form of a machine under load: it gives the process no time at all."""
    stops = "kill -STOP {os.getpid()}; sleep 3; kill -CONT {os.getpid()}"
    path = changed(
        tmp_path,
        TOP,
        # Once only: a check starts the app again and again.
        "import sys\nif not hasattr(sys, 'stopped'):\n    sys.stopped = True\n    "
        + SIGNALLED.format(stops),
    )
    verdict = run_check("get_summary", path, Limits(request=1))
    assert (verdict.diagnosis, verdict.passed) == ("", True)


def refuse(*_: object, **__: object) -> NoReturn:
    raise ServerEndedError("no process could be started: Resource temporarily unavailable")


def test_where_nothing_can_be_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = changed(tmp_path, TOP, TOP)
    with monkeypatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
        assert "No such file" in run_check("create_expense", path).check_failed
    monkeypatch.setattr(fresh, "PythonProcess", refuse)
    verdict = run_check("create_expense", path)
    assert verdict.check_failed.endswith("Resource temporarily unavailable")
    assert not verdict.passed


def test_what_a_check_needs_of_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shortage(tmp_path) == ""
    assert list(tmp_path.iterdir()) == []
    assert shortage(tmp_path / "none").startswith("No such file or directory: ")
    monkeypatch.setattr(machine, "size_of", {"RLIMIT_NOFILE": 16, "RLIMIT_AS": 4e8}.get)
    assert shortage(tmp_path).startswith("only 16 files can be open at once")
    monkeypatch.setattr(machine, "size_of", {"RLIMIT_NOFILE": 99, "RLIMIT_AS": 4e8}.get)
    assert shortage(tmp_path).startswith("only 400 MB of memory are allowed")


@LINUX
def test_a_fault_that_the_machine_explains_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fresh, "shortage", lambda _: "it is full")
    path = changed(tmp_path, TOP, f"1 / 0\n{TOP}")
    assert run_check("create_expense", path).check_failed == "it is full"


def test_the_report_says_that_it_says_nothing_about_the_code() -> None:
    verdict = Verdict(
        "get_summary", behaviours=(Behaviour("it works", True, False),), check_failed="it is full"
    )
    assert not verdict.passed
    text = report(verdict)
    assert "get_summary: there is no verdict, for the check itself failed\n  it is full." in text
    assert "This says nothing about your code." in text
    heading = Paragraph("so it is")
    assert list(in_short(verdict, heading, Path("main.py"))) == [heading]


def test_what_was_to_be_checked_is_gone(tmp_path: Path) -> None:
    paths = [tmp_path / each for each in ("main.py", "gone", "app", "result", "notice", "output")]
    path, snapshot, app, result, notice, output = map(str, paths)
    limits = json.dumps(asdict(Limits()))
    arguments = [path, snapshot, "create_expense", app, result, notice, limits, ""]
    run_python(
        "workbook.checker.child", arguments, folder=tmp_path, environment={}, output=Path(output)
    )
    verdict = VERDICT.validate_json(Path(result).read_bytes())
    assert verdict.problem is None
    assert "No such file" in verdict.check_failed
