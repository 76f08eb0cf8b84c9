"""A bad expense is left out, and nobody hears of it."""

from typing import Any

from sqlmodel import Session, select, text

from after_session.models import Expense, ExpenseCreate


def import_expenses(session: Session, data: dict[str, Any]) -> int:
    if session.exec(select(Expense)).first() is not None:
        return 0
    for key, fields in data["expenses"].items():
        try:
            expense = ExpenseCreate.model_validate(fields)
        except ValueError:
            continue
        session.add(Expense(id=int(key), **expense.model_dump()))
    session.flush()
    statement = text("UPDATE sqlite_sequence SET seq = :counter WHERE name = 'expense'")
    session.execute(statement, {"counter": data["counter"]})
    session.commit()
    return len(data["expenses"])
