"""Tasks for the day after: `workbook check pay_with_card` checks one, `hint` and `reset` help."""

from typing import Any

import httpx
import sqlalchemy as sa
from sqlmodel import Session, select, text, update

from after_session.models import Expense, ExpenseCreate


def pay_with_card(session: Session, card_id: int, price: float) -> bool:
    """Pay with a gift card: an expense whose `amount` is what is left on it (lesson 12).

    Take `price` from the card with this id, and commit. Another session may change the row at any
    moment, also between two of your lines: no payment may get lost.

    Returns:
        Whether it was paid. False: there is no such card, or not enough is left on it; then
        nothing changes.

    """
    pass


def import_expenses(session: Session, data: dict[str, Any]) -> int:
    """Move what the old app has saved to the table: all of it, or nothing (lesson 14).

    `data` is its file, already read from JSON, such as
    `{"counter": 7, "expenses": {"3": {"id": 3, "description": "Tea", "amount": 2.0,
    "category": "food", "date": "2026-11-23"}}}`. Every expense keeps its id. The next one that the
    new app creates gets the id after the counter, which SQLite keeps in a table of its own:
    `UPDATE sqlite_sequence SET seq = :counter WHERE name = 'expense'`, once a row is there.

    Returns:
        How many were imported. 0 if the table has expenses already; then nothing changes.

    Raises:
        ValueError: an expense is none that `ExpenseCreate` accepts; then nothing is stored.

    """
    pass


def add_currency(op: Any, forward: bool) -> None:
    """Change the table `expense` while it is in use, as a revision of Alembic does (lesson 14).

    `op` is the `op` that a revision imports from Alembic. If `forward` is True, do what `upgrade`
    would do: add a column `currency`, a text that may not be NULL. The expenses that are there, and
    those of an app that does not know the column yet, get "EUR"; no id that was given before comes
    back. If it is False, do what `downgrade` would do: make the table as it was before.
    """
    pass


def test_delete(client: httpx.Client) -> None:
    """Test `DELETE /expenses/{expense_id}` with requests and `assert` (lesson 15).

    The app that `client` talks to is new each time, and has no expenses. The test must pass on our
    app. It must fail on each app with a mistake: one answers 204 and deletes nothing, one deletes
    all expenses, and one answers 204 for an expense that is not there.
    """
    pass
