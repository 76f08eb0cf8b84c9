"""Where a commit stands, before the answer or after it; and what a process waited for."""

from pathlib import Path

import pytest

from tests.shared.mistakes import Diagnosed
from tests.shared.student import changed
from workbook.checker.limits import Limits
from workbook.checker.run import run_check

UPDATE = "def update_expense(expense_id: ExpenseId, changes: ExpenseUpdate, session: SessionDep)"
COMMITS = '''def committing():
    with Session(engine) as session:
        yield session
        session.commit()


Committing = Annotated[Session, Depends(committing{})]


@app.patch("/expenses/{{expense_id}}"'''
IMPORTS = """from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Request
from sqlmodel import Session

from after_session.database import engine
"""


def with_dependency(folder: Path, scope: str) -> Path:
    """Write an update whose session commits when its dependency ends."""
    path = changed(folder, UPDATE, UPDATE.replace("SessionDep", "Committing"))
    text = path.read_text(encoding="utf-8")
    text = text.replace('@app.patch("/expenses/{expense_id}"', COMMITS.format(scope))
    begin, _, update = text.partition("def update_expense")
    update = update.replace("    session.commit()\n    session.refresh(db_expense)\n", "", 1)
    text = f"{begin}def update_expense{update}"
    text = text.replace("from fastapi import FastAPI, HTTPException, Request\n", IMPORTS)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_dependency_that_commits_after_the_answer(tmp_path: Path, diagnosed: Diagnosed) -> None:
    found = diagnosed("update_expense", with_dependency(tmp_path, ""))
    assert found[0].name == "committed_after_the_answer"
    assert "The client had its 200 before COMMIT was sent" in found[0].sentence


def test_a_dependency_that_commits_before_the_answer(tmp_path: Path, diagnosed: Diagnosed) -> None:
    assert diagnosed("update_expense", with_dependency(tmp_path, ', scope="function"')) == []


ADD = "    session.add(db_expense)\n    session.commit()\n"
OWN = "    from sqlmodel import Session\n    from after_session.database import engine\n"
WAITS = {
    "a lock": (
        "    session.add(db_expense)\n    session.flush()\n"
        f"{OWN}    other = Session(engine)\n"
        "    other.connection().exec_driver_sql('PRAGMA busy_timeout = 60000')\n"
        "    other.add(Expense.model_validate(expense))\n    other.flush()\n",
        "it still waited after 2 seconds for the database: another session or connection has a",
        "other.flush()",
    ),
    "the pool": (
        f"{OWN}    kept = [Session(engine) for _ in range(16)]\n"
        "    [each.connection() for each in kept]\n",
        "it still waited after 2 seconds for a connection: all those of the pool are in use",
        "[each.connection() for each in kept]",
    ),
    "nothing": (
        "    import time\n    time.sleep(99)\n",
        "it still waited after 2 seconds, and used no processor meanwhile",
        "time.sleep(99)",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", WAITS)
def test_who_waits_is_in_no_loop(name: str, tmp_path: Path) -> None:
    new, what, line = WAITS[name]
    problem = run_check("create_expense", changed(tmp_path, ADD, new), Limits(request=2)).problem
    assert problem is not None
    assert problem.what.startswith(what)
    assert problem.text == line
