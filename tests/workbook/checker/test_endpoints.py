"""An endpoint that stands in the file twice, or not at all, and a table that nobody makes."""

from pathlib import Path

import pytest

from tests.shared.student import SOLVED, changed
from workbook.checker.exercise import start
from workbook.checker.report.compose import report_parts
from workbook.checker.report.text import as_text
from workbook.checker.run import run_check

SUMMARY = '@app.get("/summary")\n'


def test_two_functions_of_one_name(tmp_path: Path) -> None:
    path = tmp_path / "main.py"
    for first, second in ((SOLVED, start()), (start(), SOLVED)):
        text = f"{first}\n\n{second[second.index(SUMMARY) :]}"
        path.write_text(text, encoding="utf-8")
        verdict = run_check("get_summary", path)
        lines = [n for n, each in enumerate(text.splitlines(), 1) if "def get_summary" in each]
        assert verdict.note.startswith(
            f"There are 2 functions named get_summary, in lines {lines[0]} and {lines[1]}: "
            f"FastAPI uses the one in line {lines[0]}."
        )
        assert verdict.passed == (first == SOLVED)
        assert verdict.is_untouched != verdict.passed
        assert verdict.diagnosis == ("" if verdict.passed else verdict.note)
        assert verdict.note in " ".join(as_text(report_parts(verdict, path)).split())


NOT_PASSED = SOLVED.replace(", lifespan=lifespan", "")


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (NOT_PASSED, "app = FastAPI("),
        (SOLVED.replace("    prepare_database()\n", ""), "async def lifespan("),
        (NOT_PASSED.replace("    prepare_database()\n", ""), "app = FastAPI("),
    ],
    ids=["not passed", "empty", "both"],
)
def test_no_table_is_made(source: str, line: str, tmp_path: Path) -> None:
    path = tmp_path / "main.py"
    path.write_text(source, encoding="utf-8")
    problem = run_check("get_expense", path).problem
    assert problem is not None
    assert problem.what.startswith("the app did not create its table when it started: `lifespan`")
    assert problem.text.startswith(line)
    assert problem.line == source[: source.index(line)].count("\n") + 1


POST = '@app.post("/expenses", status_code=201, response_model=ExpensePublic)'
DEF = "def create_expense("
END = SOLVED.index("@app.get")  # of create_expense
TWO_APPS = f"{SOLVED[:END]}app = FastAPI(lifespan=lifespan)\n{SOLVED[END:]}"
MISSING = {
    "no decorator": (
        SOLVED.replace(POST, ""),
        f"has no decorator: it needs `{POST}` above it",
        DEF,
    ),
    "renamed": (SOLVED.replace(DEF, "def create_expnse("), "closest name is create_expnse", "def "),
    "gone": ("", f"the file has no function create_expense with `{POST}` above it", ""),
    "another app": (TWO_APPS, f"is `app` created twice? The right decorator is `{POST}`", DEF),
    "within": (f"def f():\n    {DEF}): pass\n", "this one is inside something else", DEF),
}


@pytest.mark.parametrize("name", MISSING)
def test_an_endpoint_that_is_missing(name: str, tmp_path: Path) -> None:
    source, what, text = MISSING[name]
    path = tmp_path / "main.py"
    path.write_text(source, encoding="utf-8")
    problem = run_check("create_expense", path).problem
    assert problem is not None
    assert what in problem.what
    assert problem.text.startswith(text)
    assert bool(problem.line) == bool(text)


def test_a_wrong_path_or_method_is_said_with_the_right_decorator(tmp_path: Path) -> None:
    said = f"Nothing answers POST /expenses: the right decorator is `{POST}`."
    for wrong in (POST.replace("post", "put"), POST.replace("/expenses", "/expense")):
        assert run_check("create_expense", changed(tmp_path, POST, wrong)).diagnosis == said
