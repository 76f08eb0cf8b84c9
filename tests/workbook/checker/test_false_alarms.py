"""What is written in an unusual way, and right all the same, is no fault."""

from pathlib import Path

import pytest

from tests.shared.mistakes import Diagnosed
from tests.shared.student import changed

CREATE = "    session.add(db_expense)\n    session.commit()\n    session.refresh(db_expense)\n"
GET = """def get_expense(expense_id: ExpenseId, session: SessionDep) -> Expense:
    db_expense = session.get(Expense, expense_id)
"""
OWN = "    from after_session.database import engine\n    from sqlmodel import Session\n"

RIGHT = {
    "the session is opened twice, and closed twice": (
        "create_expense",
        CREATE,
        f"{OWN}    own = Session(engine, expire_on_commit=False)\n    with own:\n"
        "        own.add(db_expense)\n        own.commit()\n    with own:\n"
        "        own.get(Expense, 1)\n",
    ),
    "closed, and used again by the dependency's session": (
        "get_expense",
        GET,
        GET.replace("    db", "    session.close()\n    db"),
    ),
    "a handled error": (
        "update_expense",
        "exclude_unset=True))\n    session.commit()\n",
        "exclude_unset=True))\n    try:\n        {}['none']\n    except KeyError:\n"
        "        session.commit()\n",
    ),
    "all pages": (
        "list_expenses",
        "    return session.exec(statement).all()\n",
        "    found, page = [], session.exec(statement.limit(2)).all()\n    while page:\n"
        "        found += page\n"
        "        page = session.exec(statement.limit(2).offset(len(found))).all()\n"
        "    return found\n",
    ),
}


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right_is_no_fault(name: str, tmp_path: Path, diagnosed: Diagnosed) -> None:
    endpoint, old, new = RIGHT[name]
    found = diagnosed(endpoint, changed(tmp_path, old, new))
    assert [each.sentence for each in found if each.is_fault] == []
