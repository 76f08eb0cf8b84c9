"""`workbook check`, `hint`, `reset`, `progress` and `watch`, as a shell sees them."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.shared.student import SOLVED
from workbook import ENDPOINTS, hint
from workbook.__main__ import app
from workbook.checker.exercise import VARIABLE, start
from workbook.checker.hints import read_hints
from workbook.typed import as_command


@pytest.fixture
def exercise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "exercise" / "main.py"
    path.parent.mkdir()
    path.write_text(start(), encoding="utf-8")
    monkeypatch.setenv(VARIABLE, str(path))
    return path


def workbook(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments, env={"COLUMNS": "80"})


def in_a_process(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "workbook", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8")


def test_check_of_one_endpoint(exercise: Path) -> None:
    before = in_a_process("check", "get_summary")
    assert (before.returncode, before.stderr) == (1, "")
    assert before.stdout.startswith("✗ get_summary: not filled in yet")
    exercise.write_text(SOLVED, encoding="utf-8")
    after = workbook("check", "get_summary")
    assert (after.exit_code, after.stderr) == (0, "")
    assert after.stdout.startswith("✓ get_summary: solved, all 5 behaviours hold")


def test_progress_counts_only_what_is_solved(exercise: Path) -> None:
    old = "    session.delete(db_expense)\n    session.commit()\n"
    exercise.write_text(SOLVED.replace(old, "    session.delete(db_expense)\n"), encoding="utf-8")
    done = in_a_process("progress")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert [line[0] for line in lines[-7:-1]] == ["✓", "✓", "✓", "✓", "✗", "✓"]
    assert "delete_expense    0/4  The row is still there" in lines[-3]
    assert lines[-1] == "5 of 6 endpoints are solved."


def test_reset_keeps_a_copy_and_says_where(exercise: Path) -> None:
    exercise.write_text(SOLVED, encoding="utf-8")
    one = workbook("reset", "get_summary")
    assert one.exit_code == 0
    assert "get_summary in exercise/main.py is as it was at the start" in one.stdout
    assert "what you had written is in exercise/kept/main-1.py" in one.stdout
    assert (exercise.parent / "kept" / "main-1.py").read_text(encoding="utf-8") == SOLVED
    assert workbook("reset", "--check").exit_code == 1
    assert workbook("reset").exit_code == 0
    assert in_a_process("reset", "--check").returncode == 0
    assert exercise.read_text(encoding="utf-8") == start()


def test_reset_where_nothing_can_be_written(
    exercise: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", str(exercise))

    monkeypatch.setattr("workbook.checker.exercise.os.replace", refuse)
    exercise.write_text(SOLVED, encoding="utf-8")
    done = workbook("reset")
    assert (done.exit_code, done.stderr) == (1, f"{exercise}: Permission denied\n")
    assert exercise.read_text(encoding="utf-8") == SOLVED


@pytest.mark.parametrize("command", ["check", "hint", "reset", "watch"])
def test_an_endpoint_that_does_not_exist(exercise: Path, command: str) -> None:
    done = workbook(command, "get_expences")
    assert (done.exit_code, done.stdout) == (2 if command in ("check", "watch") else 1, "")
    assert done.stderr.startswith("there is no endpoint 'get_expences', only create_expense, ")


def test_hints_give_away_more_and_more() -> None:
    first, last = workbook("hint", "create_expense"), workbook("hint", "create_expense", "3")
    assert first.stdout.endswith(f"More: {as_command('hint', 'create_expense', 2)}\n")
    assert last.stdout == "The line that matters most: session.commit()\n"
    assert workbook("hint", "create_expense", "4").exit_code == 1
    text, _, _ = first.stdout.rpartition("More: ")  # it may have more lines than one
    assert f"{hint('create_expense')!r}\n" == text
    assert in_a_process("hint", "create_expense").stdout.startswith(text)
    with pytest.raises(ValueError, match="no 0"):
        hint("create_expense", 0)


def test_the_line_of_a_hint_is_a_line_of_the_reference() -> None:
    hints = read_hints()
    assert list(hints) == ENDPOINTS
    for name, each in hints.items():
        body = SOLVED.partition(f"def {name}(")[2].partition("\n\n\n")[0]
        assert each.line in [line.strip() for line in body.splitlines()]
        assert each.question.endswith("?")


@pytest.fixture
def watching(exercise: Path, tmp_path: Path) -> Iterator[Path]:
    output = tmp_path / "output"
    command = [sys.executable, "-m", "workbook", "watch", "get_summary"]
    with output.open("w") as file, subprocess.Popen(command, stdout=file, stderr=file) as process:
        yield output
        process.kill()


def wait_for(output: Path, text: str) -> None:
    end = time.monotonic() + 60
    while text not in output.read_text(encoding="utf-8"):
        assert time.monotonic() < end, output.read_text(encoding="utf-8")
        time.sleep(0.05)


def test_watch_checks_at_every_save(exercise: Path, watching: Path) -> None:
    wait_for(watching, "not filled in yet")
    exercise.write_text("def", encoding="utf-8")  # perhaps while the first check still runs
    wait_for(watching, "SyntaxError: ")
    new = exercise.with_name("new.py")  # many editors replace the file
    new.write_text(SOLVED, encoding="utf-8")
    new.replace(exercise)
    wait_for(watching, "✓ get_summary: solved")
