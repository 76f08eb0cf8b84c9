"""What a check says of the contract tests: errors with their lines, counts, differences."""

import re
from pathlib import Path

from tests.shared.student import changed, report
from workbook import check
from workbook.checker.run import run_check


def test_an_error_in_any_test_is_named_with_its_line(tmp_path: Path) -> None:
    line = "assert expense_id < 1000"
    path = changed(tmp_path, "    session.delete(", f"    {line}\n    session.delete(")
    verdict = run_check("delete_expense", path)
    said = f"DELETE /expenses/1100 raised AssertionError, in your line 99: `{line}`."
    assert verdict.diagnosis == said
    text = report(verdict, path)
    assert text.startswith("✗ delete_expense: 3 of 4 behaviours hold")
    assert re.search(
        r"came back +500 Internal Server Error\n +raised +AssertionError, in your", text
    )
    assert f"What is wrong\n  {said}" in text
    assert re.search(r"first +\(1 more\)", text)


def test_what_a_bare_pass_does_and_this_does_not_is_counted(tmp_path: Path) -> None:
    path = changed(tmp_path, "status_code=204, ", "")
    text = repr(check("delete_expense", path))
    assert text.startswith("✗ delete_expense: 3 of 5 behaviours hold")
    assert "✗ no   answers 204 without a body" in text


def test_of_long_answers_the_difference_is_shown(tmp_path: Path) -> None:
    path = changed(tmp_path, "session.exec(statement).all()", "session.exec(statement).all()[:100]")
    verdict = run_check("list_expenses", path)
    assert verdict.mismatch is not None
    name, mismatch = verdict.mismatch
    assert name == "list expenses answers every expense however many there are"
    assert mismatch.earlier == ("(1,100 expenses are stored)",)
    assert mismatch.came_back.endswith("}]… (100 in all)")
    assert re.match(r'200 ….*},{"id":101,.*… \(1,100 in all\)$', mismatch.expected)
