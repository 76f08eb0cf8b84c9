"""What the report of a check says, and why: the difference, the cause, the student's line."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.shared.student import SOLVED, changed, report
from workbook import check, hint
from workbook.checker.exercise import exercise_path
from workbook.checker.limits import Limits
from workbook.checker.report.compose import report_parts
from workbook.checker.report.text import as_text
from workbook.checker.run import run_check


def test_the_report_names_the_difference_and_the_cause(tmp_path: Path) -> None:
    path = changed(
        tmp_path,
        "session.add(db_expense)\n    session.commit()\n    session.refresh(db_expense)\n",
        "session.add(db_expense)\n",
    )
    found = check("create_expense", path)
    assert not found.verdict.passed
    text = repr(found)
    assert text.startswith("✗ create_expense: 0 of 7 behaviours hold")
    assert re.search(r'sent +POST /expenses +\{"description":"Lunch"', text)
    assert re.search(r"came back +500 Internal Server Error", text)
    assert re.search(r'expected +201 \{"id":1,', text)
    assert "`session.add` was called, `session.commit` was not" in text
    assert "Seen in another request, on a table with 3 expenses:\n" in text
    assert "│ session.add(db_expense)" in text
    assert "X-ray of your code" in found._repr_html_()


def test_the_x_ray_says_how_many_rows_there_were(tmp_path: Path) -> None:
    path = changed(tmp_path, "    session.delete(db_expense)\n    session.commit()\n", "    pass\n")
    verdict = run_check("delete_expense", path)
    assert verdict.remarks[0].rows == 3
    (fault, *_) = verdict.remarks
    tables = ("an empty table", "a table with 1 expense", "a table with 2 expenses")
    for rows, words in enumerate(tables):
        text = report(replace(verdict, remarks=(replace(fault, rows=rows),)), path)
        assert f"Seen in another request, on {words}:" in " ".join(text.split())
    assert "Seen in another" not in report(replace(verdict, mismatch=None), path)


def test_requests_that_came_before_are_named(tmp_path: Path) -> None:
    path = changed(tmp_path, "order_by(Expense.id)", "order_by(Expense.id.desc())")
    text = repr(check("list_expenses", path))
    assert re.search(r"first +POST /expenses.*\n +then +POST /expenses.*\n +sent +GET", text)


def test_what_the_code_prints_is_shown(tmp_path: Path) -> None:
    old = "    session.add(db_expense)\n    session.commit()"
    path = changed(
        tmp_path, old, "    print('amount', expense.amount)\n    session.add(db_expense)"
    )
    assert "What your code printed\n    amount 4.5" in repr(check("create_expense", path))


def test_a_name_that_does_not_exist_is_the_cause_not_what_did_not_run(tmp_path: Path) -> None:
    path = changed(tmp_path, "session.add(db_expense)", "sesion.add(db_expense)")
    text = repr(check("create_expense", path))
    assert "NameError: name 'sesion' is not defined, in your line 61" in text
    assert "was not called" not in text


@pytest.mark.slow
@pytest.mark.parametrize("loop", ["while db_expense.id is None:\n        ", "_ = 10 ** 10 ** 8; "])
def test_the_line_is_named_that_never_ends(tmp_path: Path, loop: str) -> None:
    path = changed(tmp_path, "session.add(db_expense)", f"{loop}session.add(db_expense)")
    problem = run_check("create_expense", path, Limits(request=1)).problem
    assert problem is not None
    assert "still running after 1 second" in problem.what
    assert problem.line in (61, 62)
    assert problem.text in path.read_text(encoding="utf-8")


def test_python_s_sum_and_a_lost_where_are_named(tmp_path: Path) -> None:
    path = changed(tmp_path, "func.sum(", "sum(")
    assert "write `func.sum`" in repr(check("get_summary", path))
    path = changed(tmp_path, "statement = statement.where(", "statement.where(")
    assert "returns a new one" in repr(check("list_expenses", path))
    path = changed(tmp_path, "Expense.category == category", "Expense.category != None")
    assert "returns a new one" not in repr(check("list_expenses", path))


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ("select(Expense)", "a dict keeps the order in which they were put in"),
        ("select(Expense).order_by(Expense.id)", "the ORDER BY asks for a different one"),
    ],
)
def test_a_loop_that_adds_up_in_no_order(tmp_path: Path, rows: str, why: str) -> None:
    old = SOLVED[SOLVED.index("    statement = select(Expense.category, ") :]
    new = f"""    found: dict[str, float] = {{}}
    for each in session.exec({rows}):
        found[each.category] = found.get(each.category, 0) + each.amount
    return {{category: to_cents(total) for category, total in found.items()}}
"""
    said = run_check("get_summary", changed(tmp_path, old, new)).diagnosis
    assert said.startswith("The categories came in the order transport, entertainment; they")
    assert why in said


def test_the_same_sql_is_not_said_where_the_advice_is_about_other_sql(tmp_path: Path) -> None:
    old = "    return session.exec(statement).all()\n"
    new = """    found = session.exec(select(Expense).order_by(Expense.id)).all()
    return [each for each in found if category in (None, each.category)]
"""
    text = repr(check("list_expenses", changed(tmp_path, old, new)))
    assert text.startswith("✓ list_expenses: solved")
    assert "the SELECT has no WHERE" in text
    assert "the same SQL" not in text


def test_sentences_are_as_wide_as_the_terminal() -> None:
    text = as_text(report_parts(run_check("create_expense", exercise_path()), exercise_path()), 60)
    assert max(map(len, text.splitlines())) <= 60
    assert len(hint("create_expense", 2).splitlines()) == 3
