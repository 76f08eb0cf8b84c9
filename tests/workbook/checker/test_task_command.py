"""`workbook check`, `hint`, `reset` and `progress`, and `check` in a notebook, of the tasks."""

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.shared.check_command import said
from tests.shared.student import SOLVED
from workbook import check
from workbook.__main__ import app
from workbook.checker.exercise import VARIABLE, start, use_start
from workbook.checker.tasks.names import FILE, TASKS
from workbook.checker.tasks.start import SOLUTION
from workbook.checker.verdict import Behaviour, Verdict

HOLDS, BROKEN = Behaviour("it works", True, False), Behaviour("it is right", False, False)
VERDICTS = {task: Verdict(task, behaviours=(HOLDS,)) for task in TASKS[:3]}
VERDICTS["test_delete"] = Verdict("test_delete", behaviours=(HOLDS, BROKEN))


@pytest.fixture
def exercise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, os.environ[VARIABLE])  # what use_start sets goes with the test
    use_start(tmp_path)
    return tmp_path / Path(FILE).name


def workbook(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments, env={"COLUMNS": "80"})


def test_without_a_name_the_endpoints_are_checked_and_the_tasks_named(
    exercise: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said(monkeypatch)
    line = f"{FILE} has 4 more, such as `workbook check pay_with_card`.\n"
    with_tasks = workbook("check").stdout
    assert with_tasks.endswith(line)
    assert "{" in (machine := workbook("check", "--format", "json").stdout)
    assert not any(task in machine for task in TASKS)
    exercise.unlink()
    assert workbook("check").stdout == with_tasks.removesuffix(line)


def test_progress_counts_the_tasks_apart(exercise: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said(monkeypatch, **VERDICTS)
    lines = workbook("progress").stdout.splitlines()
    assert [line[0] for line in lines[-5:-1]] == ["✓", "✓", "✓", "✗"]
    assert lines[-1] == "3 of 4 tasks are solved."
    exercise.unlink()
    assert workbook("progress").stdout.splitlines() == lines[:-5]


def test_a_task_is_checked_in_a_file_of_its_own(exercise: Path) -> None:
    assert workbook("check", "pay_with_card").stdout.startswith("✗ pay_with_card: not filled in")
    exercise.write_bytes(SOLUTION.read_bytes())
    done = workbook("check", "pay_with_card")
    assert done.exit_code == 0
    assert done.stdout.splitlines()[1].strip() == (
        "Next: `workbook check import_expenses`, for it is filled in too."
    )
    assert repr(check("test_delete")).startswith("✓ test_delete: solved, all 3 behaviours hold")
    exercise.unlink()
    gone = f"there is no such file; `workbook reset {TASKS[0]}` in a terminal makes a new one"
    assert gone in " ".join(workbook("check", "pay_with_card").stdout.split())


def test_reset_of_a_task_leaves_the_endpoints(exercise: Path) -> None:
    exercise.write_bytes(SOLUTION.read_bytes())
    main = exercise.with_name("main.py")
    main.write_text(SOLVED, encoding="utf-8")
    assert workbook("reset", "--check", "test_delete").exit_code == 1
    done = workbook("reset", "test_delete")
    assert done.stdout.splitlines() == [
        f"test_delete in {FILE} is as it was at the start",
        "what you had written is in exercise/kept/after_the_switch-1.py",
    ]
    assert main.read_text(encoding="utf-8") == SOLVED
    exercise.unlink()
    assert workbook("reset", "test_delete").exit_code == 0
    assert exercise.read_text(encoding="utf-8") == start("test_delete")
    assert workbook("reset", "--check", "test_delete").exit_code == 0
    exercise.write_text("def (", encoding="utf-8")
    assert f"{FILE} cannot be read (line 1" in workbook("reset", "test_delete").stderr


def test_hints_and_a_name_that_is_none(exercise: Path) -> None:
    last = workbook("hint", "add_currency", "3").stdout
    assert last == 'The line that matters most: op.add_column("expense", currency)\n'
    for command in ("check", "hint", "reset", "watch"):
        assert "no such task, only pay_with_card, " in workbook(command, "pay_with_cart").stderr
