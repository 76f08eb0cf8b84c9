"""`check`: in a notebook, what is right and what is wrong with an endpoint of the exercise."""

from pathlib import Path

from workbook.checker.exercise import exercise_path
from workbook.checker.report.compose import report_parts
from workbook.checker.report.html import as_html
from workbook.checker.report.text import as_text
from workbook.checker.run import run_check
from workbook.checker.verdict import Verdict
from workbook.clone import need_for_checks


class Check:
    """The report of a check: a notebook shows it with X-rays in colour, a terminal as text.

    Attributes:
        verdict: what the report says, as data.

    """

    def __init__(self, verdict: Verdict, path: Path) -> None:
        self.verdict = verdict
        self._path = path

    def __repr__(self) -> str:
        return as_text(report_parts(self.verdict, self._path))

    def _repr_html_(self) -> str:
        return as_html(report_parts(self.verdict, self._path))


def check(endpoint: str, path: str | Path | None = None) -> Check:
    """Check one endpoint of the exercise, or one task, in a process of its own.

    Args:
        endpoint: such as "create_expense", or a task such as "pay_with_card".
        path: the file to check; None: `exercise/main.py`, or that of the tasks.

    Raises:
        ValueError: there is no such endpoint or task.
        NotInCloneError: this is no clone of the project, or not all of it.

    """
    need_for_checks()
    file = Path(path) if path else exercise_path(endpoint)
    return Check(run_check(endpoint, file), file)
