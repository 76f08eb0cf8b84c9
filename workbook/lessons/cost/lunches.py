"""As many expenses of one kind as a lesson needs, put where an app has them."""

from typing import Any

from sqlalchemy import insert

from workbook.many_expenses import CATEGORIES
from workbook.server import Server

LUNCH = {"description": "Lunch", "amount": 12.5, "category": "food"}


def fill(server: Server, number: int) -> None:
    """Add expenses until the app has that many. As many requests would take minutes.

    Args:
        server: one of the two apps, from which nothing was deleted.
        number: how many it has afterwards; the dict is saved with the next change.

    """
    if server.engine is None:
        main: Any = server.main
        for n in range(main.counter + 1, number + 1):
            main.expenses[n] = {"id": n, **_expense(n), "date": None}
        main.counter = max(main.counter, number)
        return
    from after_session.models import Expense  # an app's own, which it has imported by now

    with server.engine.connect() as connection:
        first = connection.exec_driver_sql("SELECT count(*) FROM expense").scalar_one() + 1
    rows = [{**_expense(n), "date": None} for n in range(first, number + 1)]
    if rows:
        with server.engine.begin() as connection:
            connection.execute(insert(Expense), rows)


def _expense(number: int) -> dict[str, Any]:
    return LUNCH | {"category": CATEGORIES[number % len(CATEGORIES)]}
