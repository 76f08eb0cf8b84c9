"""A file that is saved again, or deleted, while it is checked: one text counts for all of it."""

from pathlib import Path

import pytest

from tests.shared.student import SOLVED
from workbook import check
from workbook.checker.run import run_check


def test_what_was_checked_is_what_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "main.py"
    path.write_text(SOLVED, encoding="utf-8")
    checked = check("get_expense", path)
    assert "has changed since" not in repr(checked)
    path.write_text("x = (")
    text = repr(checked)
    assert text.startswith("✓ get_expense: solved")
    assert "main.py has changed since: this is about what it was before." in text
    assert "expense = session.get(Expense, expense_id)" in text
    path.unlink()
    assert "main.py has changed since" in repr(checked)


@pytest.mark.slow
@pytest.mark.parametrize("change", ["write_text('x = (')", "unlink(missing_ok=True)"])
def test_a_file_that_changes_during_the_check(tmp_path: Path, change: str) -> None:
    begin = f"import pathlib\n\npathlib.Path(__file__).{change}\n"
    path = tmp_path / "main.py"
    path.write_text(begin + SOLVED, encoding="utf-8")
    verdict = run_check("get_expense", path)
    assert (verdict.diagnosis, verdict.passed) == ("", True)
    path.write_text(begin + SOLVED.replace("session.add(", "sesion.add("), encoding="utf-8")
    text = repr(check("create_expense", path))
    said = "NameError: name 'sesion' is not defined, in your line 64: `sesion.add("
    assert said in " ".join(text.split())
    assert "│ sesion.add(db_expense)" in text
    assert "main.py has changed since" in text
