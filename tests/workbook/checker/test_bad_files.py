"""A file that misbehaves in any way gives a clear message with the student's own line."""

import os
from pathlib import Path

import pytest

from tests.shared.student import SOLVED, changed
from workbook.checker.limits import Limits
from workbook.checker.run import run_check

FIRST = "    db_expense = Expense.model_validate(expense)\n"  # of create_expense
TOP = "NOT_FOUND: dict"

CASES = {
    "syntax error": (FIRST, FIRST.replace(")\n", "\n"), "SyntaxError: '(' was never closed"),
    "no such import": ("import FastAPI,", "import FastAPIX,", "ImportError: cannot import name"),
    "wrong name": (TOP, f"{TOP[:9]} = missing\n{TOP}", "NameError: name 'missing' is not defined"),
    "error at start-up": ("    prepare_database()\n", "    1 / 0\n", "ZeroDivisionError: division"),
    "loop when imported": (TOP, f"while True: pass\n{TOP}", "it was still running after"),
    "exit": (TOP, f"import os; os._exit(status=3)\n{TOP}", "the code ended Python (exit status 3)"),
    "sys.exit": (TOP, f"import sys; sys.exit(3)\n{TOP}", "the code ended Python (SystemExit: 3)"),
    "killed by itself": (TOP, f"import os; os.kill(os.getpid(), 9)\n{TOP}", "ended by SIGKILL"),
    "loop": (FIRST, "    while True: pass\n", "it was still running after"),
    "crash": (FIRST, "    import ctypes; ctypes.string_at(0)\n", "ended by SIGSEGV"),
    "recursion": (FIRST, "    create_expense(expense, session)\n", "RecursionError: maximum"),
    "memory": (FIRST, "    'x' * 10**11\n", "MemoryError"),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_wrong_and_in_which_line(name: str, tmp_path: Path) -> None:
    old, new, what = CASES[name]
    verdict = run_check("create_expense", changed(tmp_path, old, new), Limits(request=1))
    assert not verdict.passed
    assert what in verdict.diagnosis
    assert "Traceback" not in verdict.diagnosis
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
    assert "not an ordinary file" in run_check("create_expense", tmp_path).diagnosis


def test_a_check_leaves_nothing_behind(tmp_path: Path) -> None:
    made = f"open('left.txt', 'w').write('x'); open({str(tmp_path / 'mine')!r}, 'w')"
    path = changed(tmp_path, FIRST, f"{FIRST}    {made}\n")
    before = set(os.listdir())
    assert run_check("create_expense", path).passed
    assert set(os.listdir()) == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["main.py", "mine"]


def test_a_module_beside_the_file(tmp_path: Path) -> None:
    (tmp_path / "__init__.py").touch()
    first = "from after_session.database"

    def said(line: str) -> str:
        path = changed(tmp_path, first, f"{line}\n{first}")
        return run_check("get_expense", path).diagnosis

    missing = "ModuleNotFoundError: No module named '.helpers', in your line 13: `from .helpers"
    assert said("from .helpers import X").startswith(missing)
    assert said("import helpers").startswith("ModuleNotFoundError: No module named 'helpers', in")
    (tmp_path / "helpers.py").write_text("X = 1\n")
    assert said("from .helpers import X") == ""
    assert said("from helpers import X") == (
        "ModuleNotFoundError: No module named 'helpers'; helpers.py is part of the package "
        f"`{tmp_path.name}`: write `from .helpers import ...`, in your line 13: "
        "`from helpers import X`"
    )
