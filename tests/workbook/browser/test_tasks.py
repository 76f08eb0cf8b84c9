"""The tasks for the day after are checked in this process, too."""

from pathlib import Path
from threading import Event

import pytest

from workbook.checker.exercise import start
from workbook.checker.limits import Limits
from workbook.checker.processes.this import checked
from workbook.checker.tasks.names import TASKS
from workbook.checker.verdict import Verdict
from workbook.paths import ROOT

SOLUTION = (ROOT / "tests/shared/solutions/after_the_switch.py").read_text(encoding="utf-8")


def check(folder: Path, task: str, source: str) -> Verdict:
    path = folder / "after_the_switch.py"
    path.write_text(source, encoding="utf-8")
    return checked(task, path, source.encode(), Limits(), Event(), brief=True)


@pytest.mark.parametrize("task", TASKS)
def test_the_solution_is_solved_and_the_start_is_not(
    installed: None, tmp_path: Path, task: str
) -> None:
    assert check(tmp_path, task, SOLUTION).passed
    verdict = check(tmp_path, task, start(task))
    assert verdict.is_untouched
    assert not verdict.passed
    assert not verdict.check_failed


def test_a_card_that_is_overdrawn_is_found(installed: None, tmp_path: Path) -> None:
    wrong = SOLUTION.replace(", Expense.amount >= price)", ")")
    assert wrong != SOLUTION
    verdict = check(tmp_path, "pay_with_card", wrong)
    broken = {each.name for each in verdict.behaviours if not each.holds}
    assert "pay with card returns false where not enough is left" in broken
