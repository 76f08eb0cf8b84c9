"""The table of the app that is checked: filled, read, and locked by the check itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.pool import NullPool

from workbook.server import Server

TableRow = tuple[Any, ...]
TABLE = "expense"
COLUMNS = ("id", "description", "amount", "category", "date")
# There is no id 3, so a position in the list is not an id. And the categories are in
# no order: neither in that of the alphabet, forwards or backwards, nor in that of `Category`.
ROWS = [
    (1, "Bus", 3.333, "transport", "2026-11-23"),
    (2, "Cinema", 2.8, "entertainment", None),
    (4, "Train", 3.333, "transport", None),
]
# 842567382.555 by their decimals, and a little more when floats are added, in any order.
HALF_A_CENT = [251922357.188, 301801350.452, 288843674.915]
HALF_A_CENT_IN = "utilities"


def has_table(client: Server) -> bool:
    """Tell whether there is a table to fill: the app creates it at start-up."""
    with _database(client) as connection:
        return inspect(connection).has_table(TABLE)


def fill(client: Server) -> None:
    """Put the rows into the table."""
    _insert(client, ROWS)
    with _database(client) as connection:
        # Any database may have such an index. With it, groups without ORDER BY come in reverse.
        connection.execute(text("CREATE INDEX groups_in_reverse ON expense (category DESC)"))


def add_half_a_cent(client: Server) -> None:
    """Add a category whose total lies at half a cent."""
    rows = [(id_, "", each, HALF_A_CENT_IN, None) for id_, each in enumerate(HALF_A_CENT, start=5)]
    _insert(client, rows)


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


def _insert(client: Server, rows: list[TableRow]) -> None:
    names = ", ".join(COLUMNS)
    places = ", ".join(f":{name}" for name in COLUMNS)
    statement = text(f"INSERT INTO {TABLE} ({names}) VALUES ({places})")
    with _database(client) as connection:
        connection.execute(statement, [dict(zip(COLUMNS, row, strict=True)) for row in rows])


@contextmanager
def _database(client: Server) -> Iterator[Connection]:
    engine = create_engine(client.database_url, poolclass=NullPool)
    with engine.begin() as connection:
        yield connection
