"""An expense, and as many of it as one likes, put where an app finds them."""

import json

from sqlmodel import Session

from after_session.models import Expense
from workbook import Server

LUNCH = {"description": "Lunch", "amount": 12.5, "category": "food", "date": "2026-11-23"}


def store(server: Server, number: int) -> None:
    """Put expenses where the app finds them; as many requests would take seconds."""
    rows = [{**LUNCH, "id": n} for n in range(1, number + 1)]
    if server.engine is None:
        expenses = {row["id"]: row for row in rows}
        server.data_file.write_text(json.dumps({"counter": number, "expenses": expenses}))
        server.restart()
    else:
        with Session(server.engine) as session:
            session.add_all([Expense.model_validate(row) for row in rows])
            session.commit()
