"""Expenses of every kind, and as many of them as one likes, put where an app finds them."""

import datetime as dt
import json
from typing import Any

from sqlalchemy import insert

from workbook.server import Server

# More than any page, any small number that Python keeps only once, and any number of two digits.
MANY = 1_100
CATEGORIES = ["food", "transport", "entertainment", "utilities", "other"]
# The shortest and the longest text, and signs of one byte to four; small amounts and the largest,
# which add up exactly in any order.
DESCRIPTIONS = ["x", "Lunch", "Bücher für 3 €, «neu»", "寿司" * 100, "💶" * 200, "'100%'; --"]
AMOUNTS = [0.25, 12.5, 999_999_999.75, 1.0, 123_456_789.5, 1_000_000_000.0, 3.75]
DATES = ["2026-11-23", None, "0001-01-01", "2024-02-29", "9999-12-31", None, "1999-12-31", None]


def store(server: Server, number: int) -> list[dict[str, Any]]:
    """Put expenses where the app finds them, and return them as it should answer them.

    As many requests would take seconds.

    Args:
        server: the app; its table, or its file, has to be empty.
        number: how many.

    """
    rows = [
        {
            "id": n,
            "description": DESCRIPTIONS[n % len(DESCRIPTIONS)],
            "amount": AMOUNTS[n % len(AMOUNTS)],
            "category": CATEGORIES[n % len(CATEGORIES)],
            "date": DATES[n % len(DATES)],
        }
        for n in range(1, number + 1)
    ]
    if server.engine is None:
        expenses = {row["id"]: row for row in rows}
        server.data_file.write_text(json.dumps({"counter": number, "expenses": expenses}))
        server.restart()
    else:
        from after_session.models import Expense  # an app's own, which it has imported by now

        with server.engine.begin() as connection:  # the database counts the ids itself
            connection.execute(insert(Expense), [_values(row) for row in rows])
    return rows


def _values(row: dict[str, Any]) -> dict[str, Any]:
    date = dt.date.fromisoformat(row["date"]) if row["date"] else None
    return {name: value for name, value in row.items() if name != "id"} | {"date": date}
