"""A connection of our own, on which rows are read: what everybody can see."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from typing import Any

from sqlalchemy import Connection

from workbook.xray.observe.database import drivers
from workbook.xray.observe.database.reading import catalog
from workbook.xray.observe.mapped.fingerprints import fingerprint
from workbook.xray.observe.mapped.rows import shown
from workbook.xray.observe.values import said
from workbook.xray.table_state import COUNTED, Row

Values = Sequence[Any]  # of a key, as the database has them


class Second:
    """The connection.

    Args:
        connection: one of the app's, to the same database.

    Attributes:
        reason: why there is none.

    """

    def __init__(self, connection: Connection) -> None:
        self.reason = ""
        self._driver: Any = None
        try:
            self._driver = drivers.second(connection)
        except LookupError as error:
            self.reason = str(error)
        except Exception as error:
            self.reason = f"could not be read: {said(error)}"

    @contextmanager
    def cursor(self) -> Iterator[Any]:
        """Ask it something, without waiting for long."""
        drivers.be_patient(self._driver)
        with closing(self._driver.cursor()) as cursor:
            yield cursor

    def close(self) -> None:
        """Close it."""
        with suppress(Exception):
            self._driver.close()


class Selection:
    """Reads rows of one table.

    Args:
        cursor: of the connection.
        table: its name as it stands in SQL.
        key: the columns that tell a row from all others, as they stand in SQL.

    Attributes:
        columns: the names of its columns, once rows were read.

    """

    def __init__(self, cursor: Any, table: str, key: tuple[str, ...]) -> None:
        self.columns: tuple[str, ...] = ()
        self._cursor = cursor
        self._table, self._key = table, key
        self._place = catalog.placeholder(cursor)

    def count(self) -> int:
        """Return how many rows there are; one more than COUNTED stands for any number above it."""
        first = f"SELECT 1 FROM {self._table} LIMIT {COUNTED + 1}"
        self._cursor.execute(f"SELECT count(*) FROM ({first}) AS counted", [])
        return int(self._cursor.fetchall()[0][0])

    def last(self, limit: int, lowest: Values | None = None) -> list[tuple[Values, Row]]:
        """Return the last rows in the order of the key, none below the lowest."""
        keys, places = ", ".join(self._key), ", ".join([self._place] * len(self._key))
        where = "" if lowest is None else f"WHERE ({keys}) >= ({places})"
        order = ", ".join(f"{column} DESC" for column in self._key)
        order = f"ORDER BY {order}" if order else ""
        return self._read(f"{where} {order} LIMIT {limit}", list(lowest or ()))[::-1]

    def of(self, keys: Sequence[Values]) -> list[tuple[Values, Row]]:
        """Return the rows that have these keys."""
        if not keys:
            return []
        one = " AND ".join(f"{column} = {self._place}" for column in self._key)
        where = " OR ".join([f"({one})"] * len(keys))
        values = [value for key in keys for value in key]
        return self._read(f"WHERE {where} ORDER BY {', '.join(self._key)}", values)

    def _read(self, rest: str, parameters: list[Any]) -> list[tuple[Values, Row]]:
        columns = ", ".join([*self._key, "*"])
        self._cursor.execute(f"SELECT {columns} FROM {self._table} {rest}", parameters)
        raw, size = self._cursor.fetchall(), len(self._key)
        self.columns = tuple(column[0] for column in self._cursor.description)[size:]
        return [(row[:size], self._row(row[:size], row[size:])) for row in raw]

    def _row(self, key: Values, values: Values) -> Row:
        plain = [bytes(each) if type(each) is memoryview else each for each in values]
        texts = tuple(map(shown, self.columns, plain))
        return Row(texts, tuple(map(str, key)), fingerprint(plain))
