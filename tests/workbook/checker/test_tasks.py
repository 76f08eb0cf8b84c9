"""The tasks of `exercise/after_the_switch.py`: a solution passes, and each mistake is named."""

import ast
from pathlib import Path

import pytest

from tests.shared.student import checked_at_once, report
from workbook.checker.exercise import is_untouched, reset, start
from workbook.checker.hints import TASK_FILE, read_hints
from workbook.checker.run import run_check
from workbook.checker.tasks.names import TASKS
from workbook.checker.tasks.start import SOLUTION
from workbook.checker.verdict import Verdict
from workbook.paths import ROOT

FOLDER = ROOT / "mistakes" / "after_the_switch"
ANOTHER_WAY = SOLUTION.with_name("after_the_switch_another_way.py")
SOLVED = SOLUTION.read_text(encoding="utf-8")
MISTAKES = {
    "add_allows_null": "An expense with NULL for its currency was stored: the column may be empty",
    "add_defaults_in_python": "The expense that was there should have the currency 'EUR'",
    "add_makes_the_table_anew": "There was an expense before, and now there is none",
    "add_never_goes_back": "the column currency is still there",
    "add_without_a_default": "add a NOT NULL column with default value NULL, in your line 10",
    "delete_test_asks_for_the_status_only": "app that answers 204 and deletes nothing, it passes",
    "delete_test_expects_another_status": "AssertionError, in your line 8: `assert client.delete",
    "delete_test_has_one_expense": "On an app that deletes all expenses at once, it passes",
    "import_checks_nothing": "An expense with the amount -1 was stored: a table class checks",
    "import_commits_each": "All or nothing needs one commit, after the last of them",
    "import_forgets_the_counter": "the next expense should get the id 8, and it got 6",
    "import_gives_new_ids": "The ids in the file were 3 and 5, and in the table they are [1, 2]",
    "import_keeps_dates_as_text": "in your line 15: `session.flush()`. The column takes",
    "import_skips_what_is_bad": "the amount -1 is bad, but no ValueError was raised",
    "pay_counts_in_python": "3 should be left, but 6 is. The new amount was counted in Python",
    "pay_gives_up": "7 is enough for 4; but False was returned",
    "pay_looks_before_the_update": "and -2 is left. Whether enough is left has to be a condition",
    "pay_without_commit": "both cards still have their 10: the change was not committed",
}


@pytest.fixture(scope="module")
def solved() -> dict[str, Verdict]:
    return {task: run_check(task, SOLUTION) for task in TASKS}


@pytest.mark.parametrize("task", TASKS)
def test_the_solution_passes_and_is_short(task: str, solved: dict[str, Verdict]) -> None:
    assert solved[task].passed
    assert report(solved[task], SOLUTION).startswith(f"✓ {task}: solved, all ")
    (function,) = (each for each in ast.parse(SOLVED).body if getattr(each, "name", "") == task)
    assert isinstance(function, ast.FunctionDef)
    assert 5 <= (function.end_lineno or 0) - function.body[1].lineno + 1 <= 12


@pytest.mark.parametrize("task", TASKS)
def test_another_way_passes(task: str) -> None:
    verdict = run_check(task, ANOTHER_WAY)
    assert (verdict.diagnosis, verdict.passed) == ("", True)


@pytest.mark.parametrize("task", TASKS)
def test_at_the_start_nothing_holds_that_is_asked(task: str, tmp_path: Path) -> None:
    path = tmp_path / "after_the_switch.py"
    path.write_text(start(task), encoding="utf-8")
    verdict = run_check(task, path)
    assert (verdict.diagnosis, verdict.problem) == ("not filled in yet", None)
    assert verdict.asked
    assert not any(each.holds for each in verdict.asked)


def test_every_mistake_is_in_the_table_and_says_what_goes_wrong() -> None:
    files = {path.stem: path for path in FOLDER.glob("[a-z]*.py")}
    assert set(files) == set(MISTAKES)
    for path in files.values():
        sentence = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        assert sentence.endswith(".")
        assert "\n" not in sentence


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named(name: str) -> None:
    path = FOLDER / f"{name}.py"
    (task,) = (each for each in TASKS if f"def {each}(" in path.read_text(encoding="utf-8"))
    verdict = run_check(task, path)
    assert not verdict.passed
    assert all(each.problem.line for each in verdict.errors)
    assert MISTAKES[name] in verdict.diagnosis
    assert verdict.diagnosis in report(verdict, path).replace("\n ", "").replace("  ", " ")


def test_a_file_that_cannot_be_checked(tmp_path: Path) -> None:
    own = "def pay_with_card(session, card_id, price):\n    "
    texts = {
        "def (": "SyntaxError",
        f"import after_session.nothing\n{own}pass": "ModuleNotFoundError",
        f"async {own}pass": "called without `await`: write `def`, in your line 1",
        "x = 1": "the file has no function pay_with_card",
        f"{own}import os; os._exit(3)": "the code ended Python (exit status 3), as `sys.exit` does",
        f"{own}import pytest; pytest.skip()": "raised Skipped",
        f"{own}print('seen')\n    return card_id > 2\n\n\n{own}pass": "There are 2 functions named",
    }
    found = checked_at_once(tmp_path, TASKS[0], {text: (text, None) for text in texts})
    assert {text: texts[text] in each.diagnosis for text, each in found.items()} == dict.fromkeys(
        texts, True
    )


def test_reset_of_one_task_changes_no_other(tmp_path: Path) -> None:
    path = tmp_path / "after_the_switch.py"
    reset(path, TASKS[0])
    assert path.read_text(encoding="utf-8") == start(TASKS[0])
    path.write_text(SOLVED, encoding="utf-8")
    copy = reset(path, "test_delete")
    assert copy is not None
    assert copy.read_text(encoding="utf-8") == SOLVED
    now = path.read_text(encoding="utf-8")
    assert [task for task in TASKS if is_untouched(now, task)] == ["test_delete"]


def test_the_line_of_a_hint_is_a_line_of_the_solution() -> None:
    hints = read_hints(TASK_FILE)
    assert list(hints) == TASKS
    lines = [line.strip() for line in SOLVED.splitlines()]
    assert [each.line for each in hints.values() if each.line not in lines] == []
