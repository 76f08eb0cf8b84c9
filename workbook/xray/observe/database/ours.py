"""Which rows this request has written, so that what others change is not put down to it."""

from collections.abc import Sequence

from workbook.xray.observe.database.reading.table import Name, Table
from workbook.xray.observe.mapped.rows import Key

Rows = set[Name] | None  # None: any of them


class Ours:
    """The rows by table: of transactions that are open, and of those that have just ended.

    Attributes:
        unknown: the tables in which rows were changed that are not read.

    """

    def __init__(self) -> None:
        self.unknown: set[str] = set()
        self._open: dict[int, dict[str, Rows]] = {}
        self._stored: dict[str, Rows] = {}

    def wrote(
        self, connection: int, name: str, table: Table, keys: Sequence[Key] | None, *, is_new: bool
    ) -> None:
        """Note what a connection has written.

        Args:
            connection: its number.
            name: of the table.
            table: which knows its rows.
            keys: of the rows that were written; None: it is not known which they are.
            is_new: they were not there before, so they are among the last.

        """
        names = None if keys is None else {table.name_of(key) for key in keys}
        rows = self._open.setdefault(connection, {})
        if names is None or None in names:
            _add(rows, name, None)
            if not is_new and not table.is_whole:
                self.unknown.add(name)
        else:
            _add(rows, name, {each for each in names if each is not None})

    def may_have_any(self, connections: Sequence[int], table: str) -> bool:
        """Tell whether an open transaction has written rows of this table, and any of them."""
        return any(self._open.get(each, {}).get(table, set()) is None for each in connections)

    def ended(self, connection: int, *, is_stored: bool) -> None:
        """Note that its transaction ends: what it wrote is there for everyone now, or undone."""
        for table, names in self._open.pop(connection, {}).items():
            if is_stored:
                _add(self._stored, table, names)

    def taken(self, table: str) -> Rows:
        """Return which rows of a table have come to be there for everyone; only once."""
        return self._stored.pop(table, set())


def _add(rows: dict[str, Rows], table: str, names: Rows) -> None:
    known = rows.setdefault(table, set())
    rows[table] = None if names is None or known is None else known | names
