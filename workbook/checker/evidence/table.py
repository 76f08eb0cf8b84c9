"""The table of the app that is checked: filled, read, and locked by the check itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.pool import NullPool

from workbook.server import Server

TableRow = tuple[Any, ...]
COLUMNS = ("id", "description", "amount", "category", "date")
# There is no id 3, so a position in the list is not an id. And the categories are in
# no order: neither in that of the alphabet, forwards or backwards, nor in that of `Category`.
ROWS = [
    (1, "Bus", 3.333, "transport", "2026-11-23"),
    (2, "Cinema", 2.8, "entertainment", None),
    (4, "Train", 3.333, "transport", None),
]


def has_table(client: Server) -> bool:
    """Tell whether there is a table to fill: the app creates it at start-up."""
    with _database(client) as connection:
        return inspect(connection).has_table("expense")


def fill(client: Server) -> None:
    """Put the rows into the table."""
    names = ", ".join(COLUMNS)
    places = ", ".join(f":{name}" for name in COLUMNS)
    with _database(client) as connection:
        for row in ROWS:
            values = dict(zip(COLUMNS, row, strict=True))
            connection.execute(text(f"INSERT INTO expense ({names}) VALUES ({places})"), values)
        # Any database may have such an index. With it, groups without ORDER BY come in reverse.
        connection.execute(text("CREATE INDEX groups_in_reverse ON expense (category DESC)"))


def refuse_changes(client: Server) -> None:
    """Make the database refuse every change from now on."""
    with _database(client) as connection:
        for what in ("INSERT", "UPDATE", "DELETE"):
            connection.execute(
                text(
                    f"CREATE TRIGGER no_{what} BEFORE {what} ON expense "
                    "BEGIN SELECT RAISE(ABORT, 'the database is full'); END"
                )
            )


def rows(client: Server) -> list[TableRow]:
    """Return the rows that are committed: a connection of its own reads them."""
    with _database(client) as connection:
        select = text(f"SELECT {', '.join(COLUMNS)} FROM expense ORDER BY id")
        return [tuple(row) for row in connection.execute(select)]


@contextmanager
def _database(client: Server) -> Iterator[Connection]:
    engine = create_engine(client.database_url, poolclass=NullPool)
    with engine.begin() as connection:
        yield connection
