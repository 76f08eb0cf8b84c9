"""The ids of the file are left out: what was kept of them finds other expenses."""

from typing import Any

from sqlmodel import Session, select, text

from after_session.models import Expense, ExpenseCreate


def import_expenses(session: Session, data: dict[str, Any]) -> int:
    if session.exec(select(Expense)).first() is not None:
        return 0
    for fields in data["expenses"].values():
        expense = ExpenseCreate.model_validate(fields)
        session.add(Expense(**expense.model_dump()))
    session.flush()
    statement = text("UPDATE sqlite_sequence SET seq = :counter WHERE name = 'expense'")
    session.execute(statement, {"counter": data["counter"]})
    session.commit()
    return len(data["expenses"])
