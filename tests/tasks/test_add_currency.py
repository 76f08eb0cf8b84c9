"""What `add_currency` does: a table in use gets a column, loses nothing, and can go back."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from after_session.models import Expense

Migrate = Callable[..., None]
OLD = "INSERT INTO expense (description, amount, category) VALUES ('Bus', 3, 'transport')"


@pytest.fixture
def migrate(theirs: ModuleType, engine: Engine) -> Migrate:
    """Store an expense with the id 2, and return a function that migrates, in a transaction."""

    def migrate(*steps: bool) -> None:
        for forward in steps:
            with engine.begin() as connection:
                theirs.add_currency(Operations(MigrationContext.configure(connection)), forward)

    with Session(engine) as session:
        for _ in range(2):
            session.add(Expense(description="Tea", amount=2, category="food"))
        session.flush()
        session.delete(session.get_one(Expense, 1))
        session.commit()
    return migrate


def rows(engine: Engine) -> list[dict[str, Any]]:
    with engine.connect() as connection:
        found = connection.execute(text("SELECT * FROM expense ORDER BY id")).mappings()
        return [dict(row) for row in found]


def currency(engine: Engine) -> Any:
    """Return the column, which has to be there."""
    columns = {each["name"]: each for each in inspect(engine).get_columns("expense")}
    assert "currency" in columns, "After it the table `expense` has no column currency."
    return columns["currency"]


def test_add_currency_adds_a_column_for_text(migrate: Migrate, engine: Engine) -> None:
    migrate(True)
    kind = currency(engine)["type"]
    assert kind.python_type is str, f"The column is not for text, but for {kind!r}."


def test_add_currency_keeps_what_is_there(migrate: Migrate, engine: Engine) -> None:
    before = rows(engine)
    migrate(True)
    currency(engine)
    after = [{k: v for k, v in row.items() if k != "currency"} for row in rows(engine)]
    assert after, "There was an expense before, and now there is none: the table was made anew."
    assert after == before, f"The expenses were {before}, and now they are {after}."


def test_add_currency_gives_one_to_the_expenses_that_are_there(
    migrate: Migrate, engine: Engine
) -> None:
    migrate(True)
    currency(engine)
    found = [row["currency"] for row in rows(engine)]
    assert found == ["EUR"], (
        "The expense that was there should have the currency 'EUR'; the column holds "
        f"{found}. A `default` is Python's; the database itself needs a `server_default`."
    )


def test_add_currency_lets_no_expense_have_none(migrate: Migrate, engine: Engine) -> None:
    migrate(True)
    currency(engine)
    refused = False
    with engine.begin() as connection:
        connection.execute(text(OLD))
        try:
            connection.execute(text("UPDATE expense SET currency = NULL"))
        except IntegrityError:
            refused = True
    assert refused, (
        "An expense with NULL for its currency was stored: the column may be empty. It should be "
        "`nullable=False`."
    )


def test_add_currency_goes_back(migrate: Migrate, engine: Engine) -> None:
    before = rows(engine)
    migrate(True)
    currency(engine)
    migrate(False)
    after = rows(engine)
    assert "currency" not in {name for row in after for name in row}, (
        "It went forward, and back with `forward=False`, and the column currency is still there."
    )
    assert after == before, (
        f"Forward and back: the expenses should be {before} again, and they are {after}."
    )


def test_add_currency_goes_on_counting(migrate: Migrate, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM expense"))
    migrate(True)
    currency(engine)
    with engine.begin() as connection:
        new = connection.execute(text(OLD)).lastrowid
    assert new == 3, (
        f"The ids 1 and 2 were given before, so the next is 3, and not {new}: the table was made "
        "anew without its AUTOINCREMENT. To add a column, nothing has to be made anew."
    )
