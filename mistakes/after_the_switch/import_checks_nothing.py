"""The table class takes everything: a bad expense is stored."""

import datetime as dt
from typing import Any

from sqlmodel import Session, select, text

from after_session.models import Expense


def import_expenses(session: Session, data: dict[str, Any]) -> int:
    if session.exec(select(Expense)).first() is not None:
        return 0
    for key, fields in data["expenses"].items():
        date = fields["date"] and dt.date.fromisoformat(fields["date"])
        session.add(Expense(**fields | {"id": int(key), "date": date}))
    session.flush()
    statement = text("UPDATE sqlite_sequence SET seq = :counter WHERE name = 'expense'")
    session.execute(statement, {"counter": data["counter"]})
    session.commit()
    return len(data["expenses"])
