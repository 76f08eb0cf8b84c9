"""A file that misbehaves in any way gives a clear message with the student's own line."""

import os
from pathlib import Path

import pytest
from student import SOLVED, changed

from workbook.check.as_text import as_text
from workbook.check.limits import Limits
from workbook.check.report import blocks
from workbook.check.run import run_check
from workbook.check.start import start

FIRST = "    db_expense = Expense.model_validate(expense)\n"  # of create_expense
SUMMARY = '@app.get("/summary")\n'
TOP = "NOT_FOUND = {"

CASES = {
    "syntax error": (FIRST, FIRST.replace(")\n", "\n"), "SyntaxError: '(' was never closed"),
    "no such import": ("import FastAPI,", "import FastAPIX,", "ImportError: cannot import name"),
    "wrong name": (TOP, f"{TOP[:9]} = missing\n{TOP}", "NameError: name 'missing' is not defined"),
    "error at start-up": ("    prepare_database()\n", "    1 / 0\n", "ZeroDivisionError: division"),
    "loop when imported": (TOP, f"while True: pass\n{TOP}", "it was still running after"),
    "exit": (TOP, f"import os; os._exit(3)\n{TOP}", "the code ended Python (exit status 3)"),
    "loop": (FIRST, "    while True: pass\n", "it was still running after"),
    "crash": (FIRST, "    import ctypes; ctypes.string_at(0)\n", "ended by SIGSEGV"),
    "recursion": (FIRST, "    create_expense(expense, session)\n", "RecursionError: maximum"),
    "memory": (FIRST, "    'x' * 10**11\n", "MemoryError"),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_wrong_and_in_which_line(name: str, tmp_path: Path) -> None:
    old, new, what = CASES[name]
    verdict = run_check("create_expense", changed(tmp_path, old, new), Limits(seconds=40))
    assert not verdict.passed
    assert what in verdict.diagnosis
    assert "Traceback" not in verdict.diagnosis
    if name != "exit":
        line = SOLVED[: SOLVED.index(old)].count("\n") + 1
        assert f"in your line {line}" in verdict.diagnosis
        assert new.strip().splitlines()[0] in verdict.diagnosis


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "no function create_expense"),
        (b"\x00", "null bytes"),
        (b"# \xe9\n", "encoding"),
        (b"x = 1\n", "no function create_expense"),
    ],
    ids=["empty", "null", "latin-1", "another file"],
)
def test_a_file_that_is_no_exercise(content: bytes, what: str, tmp_path: Path) -> None:
    path = tmp_path / "main.py"
    path.write_bytes(content)
    assert what in run_check("create_expense", path).diagnosis


def test_a_path_that_is_no_file(tmp_path: Path) -> None:
    assert "there is no such file" in run_check("create_expense", tmp_path / "none.py").diagnosis
    assert "no ordinary file" in run_check("create_expense", tmp_path).diagnosis


def test_a_check_leaves_nothing_behind(tmp_path: Path) -> None:
    made = f"open('left.txt', 'w').write('x'); open({str(tmp_path / 'mine')!r}, 'w')"
    path = changed(tmp_path, FIRST, f"{FIRST}    {made}\n")
    before = set(os.listdir())
    assert run_check("create_expense", path).passed
    assert set(os.listdir()) == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["main.py", "mine"]


def test_two_functions_of_one_name(tmp_path: Path) -> None:
    path = tmp_path / "main.py"
    for first, second in ((SOLVED, start()), (start(), SOLVED)):
        text = f"{first}\n\n{second[second.index(SUMMARY) :]}"
        path.write_text(text, encoding="utf-8")
        verdict = run_check("get_summary", path)
        lines = [n for n, each in enumerate(text.splitlines(), 1) if "def get_summary" in each]
        assert verdict.note.startswith(
            f"There are 2 functions named get_summary, in the lines {lines[0]} and {lines[1]}: "
            f"FastAPI uses the one in line {lines[0]}."
        )
        assert verdict.passed == (first == SOLVED)
        assert verdict.is_untouched != verdict.passed
        assert verdict.diagnosis == ("" if verdict.passed else verdict.note)
        assert verdict.note in " ".join(as_text(blocks(verdict, path)).split())


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
    assert problem.what.startswith("the app has made no table when it started: `lifespan` has to")
    assert problem.text.startswith(line)
    assert problem.line == source[: source.index(line)].count("\n") + 1


POST = '@app.post("/expenses", status_code=201, response_model=ExpensePublic)'
DEF = "def create_expense("
END = SOLVED.index("@app.get")  # of create_expense
TWO_APPS = f"{SOLVED[:END]}app = FastAPI(lifespan=lifespan)\n{SOLVED[END:]}"
MISSING = {
    "no decorator": (SOLVED.replace(POST, ""), f"has no decorator: above it belongs `{POST}`", DEF),
    "renamed": (SOLVED.replace(DEF, "def create_expnse("), "nearest name is create_expnse", "def "),
    "gone": ("", f"no function create_expense stands in the file, with `{POST}` above it", ""),
    "another app": (TWO_APPS, f"is `app` made twice? The right decorator is `{POST}`", DEF),
    "within": (f"def f():\n    {DEF}): pass\n", "one stands within something else", DEF),
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
