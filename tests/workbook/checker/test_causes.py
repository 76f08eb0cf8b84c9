"""The cause is what came before the error, by the session that the object belongs to."""

import gc
from pathlib import Path

import pytest

from tests.shared.mistakes import Diagnosed
from tests.shared.student import changed

CREATE = "    session.add(db_expense)\n    session.commit()\n    session.refresh(db_expense)\n"
GET = """def get_expense(expense_id: ExpenseId, session: SessionDep) -> Expense:
    db_expense = session.get(Expense, expense_id)
"""
DELETE = "    session.delete(db_expense)\n    session.commit()\n"
WHERE = "        statement = statement.where(Expense.category == category)\n"
OWN = "    from after_session.database import engine\n    from sqlmodel import Session\n"
BY_HAND = "    from after_session.database import get_session\n"

# By what is wrong: the endpoint, what stands there, what is written instead, and what is said.
WRONG = {
    "begin after add": (
        "create_expense",
        CREATE,
        "    session.add(db_expense)\n    with session.begin():\n        pass\n",
        "A transaction is already begun on this Session, in your line 62: `with session.begin():`.",
    ),
    "commit inside begin": (
        "delete_expense",
        DELETE,
        "    session.rollback()\n    with session.begin():\n        session.delete(db_expense)\n"
        "        session.commit()\n        session.get(Expense, 1)\n",
        "InvalidRequestError: Can't operate on closed transaction inside context manager",
    ),
    "another session deletes": (
        "delete_expense",
        DELETE,
        f"    session.delete(db_expense)\n{OWN}    with Session(engine) as other:\n"
        "        other.commit()\n",
        "There were two sessions: the object belongs to one, and `session.commit()` ran on the",
    ),
    "another session adds what this one has loaded": (
        "create_expense",
        CREATE,
        f"    session.add(db_expense)\n{OWN}    with Session(engine) as other:\n"
        "        other.add(db_expense)\n        other.commit()\n",
        "is already attached to session '",
    ),
    "expunged": (
        "update_expense",
        "exclude_unset=True))\n    session.commit()\n",
        "exclude_unset=True))\n    session.expunge(db_expense)\n    session.commit()\n",
        "The change was lost before `session.commit`: the session no longer looked after",
    ),
    "a generator": (
        "get_expense",
        GET,
        GET.replace("= session", "= get_session()").replace("    db", f"{BY_HAND}    db"),
        "`get_session()` called by hand gives a generator, and not a session.",
    ),
    "the first of a list": (
        "get_expense",
        "    db_expense = session.get(Expense, expense_id)\n    if db_expense is None:\n"
        '        raise HTTPException(status_code=404, detail="Expense not found")\n'
        "    return db_expense\n\n\n@app.patch",
        "    found = select(Expense).where(Expense.id == expense_id)\n"
        "    return session.exec(found).all()[0]\n\n\n@app.patch",
        "It was 500: IndexError: list index out of range, in your line 78: `return session",
    ),
    "a statement": (
        "list_expenses",
        "    return session.exec(statement).all()\n",
        "    return statement\n",
        "What was returned is a statement that was never sent",
    ),
    "not": (
        "list_expenses",
        WHERE,
        "        statement = statement.where(not Expense.category == category)\n",
        "by Python, before the database saw a row, in your line 71: `statement = statement.where(",
    ),
    "and": (
        "list_expenses",
        WHERE,
        WHERE.replace("category)", "category and Expense.amount > 0)"),
        "by Python, before the database saw a row, in your line 71: `statement = statement.where(",
    ),
    "is": (
        "list_expenses",
        WHERE,
        "        statement = statement.where(Expense.category is category)\n",
        "The WHERE that was sent is `0 = 1`, which no row fulfils: Python had decided it",
    ),
    "None in a WHERE": (
        "list_expenses",
        f"    if category is not None:\n{WHERE}",
        "    statement = statement.where(Expense.category == category)\n",
        "The category was None, and the WHERE asks for rows without one",
    ),
    "a short page": (
        "get_summary",
        "statement.group_by(Expense.category).order_by(Expense.category)",
        "statement.group_by(Expense.category).order_by(Expense.category).limit(5)",
        "The SELECT has a LIMIT",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_the_true_cause_is_said(name: str, tmp_path: Path, diagnosed: Diagnosed) -> None:
    endpoint, old, new, said = WRONG[name]
    found = diagnosed(endpoint, changed(tmp_path, old, new))
    assert said in found[0].sentence
    assert found[0].is_fault


@pytest.mark.filterwarnings("ignore:coroutine:RuntimeWarning")
def test_a_coroutine_that_nobody_awaits(tmp_path: Path, diagnosed: Diagnosed) -> None:
    new = "    async def find():\n        return session.exec(statement)\n    return find()\n"
    path = changed(tmp_path, "    return session.exec(statement).all()\n", new)
    said = diagnosed("list_expenses", path)[0].sentence
    assert "What was returned is a coroutine, which has not run: `await` is missing" in said
    gc.collect()  # the coroutine is said to be forgotten now, and not in another test
