"""A check in this process: what it says, and that it leaves nothing behind."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from sqlmodel import SQLModel

from tests.shared.student import SOLVED, with_change
from workbook import contract, contract_tests, serve
from workbook.browser.run_python import run_python
from workbook.checker import run
from workbook.checker.exercise import VARIABLE
from workbook.checker.limits import Limits
from workbook.checker.processes.this import checked
from workbook.checker.verdict import Verdict

pytestmark = pytest.mark.slow

FIRST = "    db_expense = Expense.model_validate(expense)\n"  # of create_expense
TOP = "NOT_FOUND: dict"
TABLE = """
from sqlmodel import Field, Relationship, SQLModel


class Tag(SQLModel, table=True):
    id: int = Field(primary_key=True)

"""
BROKEN = f"{TABLE}    no_such: list['Nothing'] = Relationship()\n\n\n"
AGAIN = (
    f"{TABLE}    __tablename__ = 'expense'\n    __table_args__ = {{'extend_existing': True}}\n\n\n"
)
STORE = "    session.commit()\n    session.refresh(db_expense)\n"
MONITORS = pytest.mark.skipif(
    sys.version_info < (3, 12), reason="Python 3.11 does not tell of jumps: there is no limit"
)

Check = Callable[[str], Verdict]


def state() -> tuple[object, ...]:
    """Return what a check must leave as it was."""
    modules = {name: id(module) for name, module in sys.modules.items() if "after" in name}
    of_python = (list(sys.path), list(sys.argv), list(sys.meta_path), sys.stdout, sys.gettrace())
    return modules, of_python, dict(os.environ), os.getcwd(), set(SQLModel.metadata.tables)


@pytest.fixture(autouse=True)
def contract_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contract_tests, "run_python", run_python)


@pytest.fixture
def check(tmp_path: Path) -> Check:
    def check(text: str) -> Verdict:
        path = tmp_path / "main.py"
        path.write_text(text, encoding="utf-8")
        return checked("create_expense", path, path.read_bytes(), Limits(request=1), Event(), False)

    return check


def test_right_and_wrong_and_all_is_as_it_was(check: Check) -> None:
    with serve("after_session") as after:
        from after_session import database
        from after_session.models import Expense

        before = state()
        sys.settrace(trace := lambda *_: None)
        try:
            verdict = check(SOLVED)
            assert (verdict.diagnosis, verdict.passed) == ("", True)
            assert sys.gettrace() is trace
        finally:
            sys.settrace(None)
        flushed = check(SOLVED.replace(STORE, STORE.replace("commit", "flush"), 1))
        assert flushed.remarks[0].name == "flushed_not_committed"
        assert not flushed.passed
        assert check(SOLVED).passed  # a file that was saved again is read again
        assert state() == before
        assert database.engine is after.engine
        assert after.post("/expenses", json={"description": "Tea", "amount": 2, "category": "food"})
        assert Expense.metadata is SQLModel.metadata
        assert check("x = 1\n").problem is not None
        result = contract("get_expense", change=("status_code=404", "status_code=410"))
        assert 0 < len(result.broken) < len(result.results)
        assert state() == before
        assert after.get("/expenses/1").status_code == 200


def test_tables_of_a_file_are_its_own(check: Check) -> None:
    with serve("after_session") as after:
        for text, said in ((TABLE, ""), (BROKEN, "'Nothing'"), (AGAIN, "expense"), (TABLE, "")):
            verdict = check(with_change(TOP, f"{text}\n{TOP}"))
            assert said in verdict.diagnosis
            assert verdict.passed == (not said)
            after.restart()
            assert after.get("/expenses").json() == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (FIRST, FIRST.replace(")\n", "\n"), "SyntaxError: '(' was never closed"),
        (TOP, f"import sys; sys.exit(3)\n{TOP}", "the code ended Python (SystemExit: 3)"),
        (FIRST, "    import os; os._exit(status=3)\n", "the code ended Python (SystemExit: 3)"),
        (FIRST, "    create_expense(expense, session)\n", "RecursionError: maximum"),
    ],
)
def test_what_ends_a_process_ends_nothing_here(check: Check, old: str, new: str, said: str) -> None:
    before = state()
    verdict = check(with_change(old, new))
    line = SOLVED[: SOLVED.index(old)].count("\n") + 1
    assert said in verdict.diagnosis
    assert f"in your line {line}: `{new.strip().splitlines()[0]}`" in verdict.diagnosis
    assert state() == before


def test_no_terminal_is_spoken_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "main.py"))
    monkeypatch.setattr(run, "IN_BROWSER", True)
    assert run.run_check("create_expense").diagnosis == "there is no such file"


@MONITORS
@pytest.mark.parametrize(
    ("old", "loop"),
    [
        (TOP, "while True: pass\n"),
        (FIRST, "    while True:\n        try: 1 / 0\n        except Exception: pass\n"),
        (FIRST, "    for _ in iter(int, 1): pass\n"),
    ],
    ids=["imported", "catches", "iterates"],
)
def test_an_endless_loop_is_ended(check: Check, old: str, loop: str) -> None:
    verdict = check(with_change(old, loop + old))
    assert "it was still running after 1 seconds" in verdict.diagnosis
    line = SOLVED[: SOLVED.index(old)].count("\n") + 1
    assert f"in your line {line}" in verdict.diagnosis
    assert check(SOLVED).passed
