"""The date stays text, which the column does not take."""

from typing import Any

from sqlmodel import Session, select, text

from after_session.models import Expense


def import_expenses(session: Session, data: dict[str, Any]) -> int:
    if session.exec(select(Expense)).first() is not None:
        return 0
    for fields in data["expenses"].values():
        session.add(Expense(**fields))
    session.flush()
    statement = text("UPDATE sqlite_sequence SET seq = :counter WHERE name = 'expense'")
    session.execute(statement, {"counter": data["counter"]})
    session.commit()
    return len(data["expenses"])
