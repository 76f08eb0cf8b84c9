"""How a report ends: a hint as it is typed here, what comes next, and in short what is wrong."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.shared.student import SOLVED, changed
from workbook import ENDPOINTS
from workbook.checker.exercise import VARIABLE, start
from workbook.checker.problems import Problem
from workbook.checker.report.closing import closing, in_short, lesson_of
from workbook.checker.report.parts import Heading, Paragraph
from workbook.checker.report.text import as_text
from workbook.checker.run import run_check
from workbook.checker.verdict import Behaviour, Verdict
from workbook.typed import as_call

HOLDS = (Behaviour("it holds", True, False),)


def said(endpoint: str, source: str, path: Path) -> str:
    verdict = Verdict(endpoint, behaviours=HOLDS, source=source)
    return as_text(closing(verdict, path, as_call))


@pytest.fixture
def exercise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "main.py"))
    return tmp_path / "main.py"


def only(*names: str) -> str:
    """Return the reference with `pass` in these endpoints."""
    source = SOLVED
    for name in names:
        head = source.index(f"def {name}(")
        end = source.find("\n\n\n", head) % (len(source) + 1)
        body = source.index(":\n", source.index(") ->", head)) + 2
        source = f"{source[:body]}    pass{source[end:]}"
    return source


def test_the_next_one_is_the_first_that_is_not_filled_in(exercise: Path) -> None:
    assert said("create_expense", only(*ENDPOINTS[1:]), exercise) == (
        "  Next: lesson 05, list_expenses and get_expense."
    )
    assert (
        said("list_expenses", only(*ENDPOINTS[2:]), exercise) == "  Next: lesson 05, get_expense."
    )
    # What is after it comes first, then what was passed over.
    assert said("update_expense", only("create_expense", "get_summary"), exercise) == (
        "  Next: lesson 08, get_summary."
    )
    assert said("get_summary", only("create_expense"), exercise) == (
        "  Next: lesson 04, create_expense."
    )


def test_nobody_claims_that_what_is_filled_in_is_solved(exercise: Path) -> None:
    assert said("create_expense", SOLVED, exercise) == (
        '  Next: `check("list_expenses")`, for it is filled in too.'
    )
    assert said("get_summary", SOLVED, exercise) == "  Next: lesson 09."


def test_of_another_file_nothing_is_next(exercise: Path, tmp_path: Path) -> None:
    assert said("create_expense", start(), tmp_path / "other.py") == ""


def test_each_endpoint_is_the_exercise_of_a_lesson() -> None:
    lessons = [lesson_of(name) for name in ENDPOINTS]
    assert None not in lessons
    assert lessons == sorted(filter(None, lessons))
    assert lesson_of("get_tea") is None


def in_few_lines(verdict: Verdict, path: Path) -> str:
    return as_text(in_short(verdict, Heading("so it is", False), path), 300)


def test_in_short_it_is_said_what_is_wrong_and_where(tmp_path: Path) -> None:
    path = changed(tmp_path, "    session.delete(db_expense)\n    session.commit()\n", "    pass\n")
    verdict = run_check("delete_expense", path)
    line = path.read_text(encoding="utf-8").splitlines().index
    number = line('@app.delete("/expenses/{expense_id}", status_code=204, responses=NOT_FOUND)') + 2
    assert in_few_lines(verdict, path) == (
        "✗ so it is\n  The row is still there: the session was not asked to delete it. — "
        f"main.py, line {number}"
    )
    unknown = replace(verdict, remarks=(), errors=())
    assert "does not hold: removes only that expense — main.py" in in_few_lines(unknown, path)
    broken = Verdict("delete_expense", Problem("SyntaxError: invalid syntax", 7, "def"))
    assert in_few_lines(broken, path).endswith("SyntaxError: invalid syntax, in your line 7: `def`")
    nothing = Verdict("delete_expense", is_untouched=True, behaviours=HOLDS[:0], source=start())
    assert in_few_lines(nothing, path).endswith(f"main.py, line {_first()}")


def _first() -> int:
    return next(n for n, text in enumerate(start().splitlines(), 1) if "def delete_expense" in text)


def test_a_solved_one_has_no_more_to_say(tmp_path: Path) -> None:
    verdict = Verdict("get_expense", behaviours=HOLDS, source=SOLVED)
    (heading,) = in_short(verdict, Paragraph("solved"), tmp_path)
    assert heading == Paragraph("solved")
