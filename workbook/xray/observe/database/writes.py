"""What the app writes into its tables: in transactions that are open, and in those that ended."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from workbook.xray.observe.database.connections import number_of
from workbook.xray.observe.database.endings import Endings
from workbook.xray.observe.database.ours import Ours
from workbook.xray.observe.database.pending import Pending, PendingRow
from workbook.xray.observe.database.reading.table import ROWS, Table
from workbook.xray.observe.mapped.flushes import FlushedRow
from workbook.xray.observe.mapped.rows import Key
from workbook.xray.observe.mapped.written import UNKNOWN, Written
from workbook.xray.table_state import STORED, UNDONE, Row, TableState

SHOWN = 8  # rows of open transactions; of others only the number is kept


class Writes:
    """The rows that were written.

    Args:
        tables: those that are looked at, by name.

    Attributes:
        ours: what this request has written.

    """

    def __init__(self, tables: dict[str, Table]) -> None:
        self.ours = Ours()
        self._tables = tables
        self._pending = Pending()
        self._endings = Endings()
        self._became: dict[str, str] = {}
        self._is_stored = False
        self._databases: list[str] = []

    def name_in(self, connection: Connection, table: str) -> str:
        """Return the name of a table for the picture: another database may have one like it."""
        where = str(connection.engine.url)
        if where not in self._databases:
            self._databases.append(where)
        number = self._databases.index(where) + 1
        return table if number == 1 else f"{table} (database {number})"

    def begins(self, connection: Connection, written: Written) -> None:
        """Read the rows that a statement is about to write, as they are now."""
        table = self._tables.get(self.name_in(connection, written.table))
        if table is not None and written.keys:
            table.watch(written.keys[:ROWS])

    def by_statement(
        self, connection: Connection, written: Written, count: int, *, is_outside: bool
    ) -> None:
        """Note what a statement wrote that no flush has sent.

        Args:
            connection: it was sent on.
            written: what it should write.
            count: how many rows it has written; negative: that is not known.
            is_outside: everyone can see it at once.

        """
        is_new = written.sign == "+"
        if count == 0:
            return
        rows = written.rows or ()
        is_known = count == len(rows) or (count < 0 and is_new)
        keys = written.all_keys if is_known else None
        is_last = is_new and written.is_sure and written.rows is not None
        self.wrote(connection, written.table, keys, is_new=is_last)
        for row in rows if is_known and written.is_sure and not is_outside else ():
            new = FlushedRow(written.table, written.sign, row.values, row.key)
            self.flushed([connection], new)

    def wrote(
        self, connection: Connection, table: str, keys: Sequence[Key] | None, *, is_new: bool
    ) -> None:
        """Note that a statement wrote rows; see `Ours.wrote` for the arguments."""
        name = self.name_in(connection, table)
        known = self._tables.get(name)
        if known is not None:
            self.ours.wrote(number_of(connection), name, known, keys, is_new=is_new)

    def flushed(self, owners: Sequence[Connection], new: FlushedRow) -> None:
        """Note a row that an open transaction has written.

        Args:
            owners: the connections of the transaction.
            new: the row. What was not written of it is as everybody sees it, or as its object
                knows it.

        """
        table, owner = self.name_in(owners[0], new.table), tuple(map(number_of, owners))
        known = self._tables.get(table)
        if known is None:
            return
        if len(self._pending.of(table)) == SHOWN:
            self._pending.add_one_more(table, owner)
            return
        if new.key is not None:
            known.watch([new.key], are_new=new.sign == "+")
        row = known.row(new.key)
        seen = {} if row is None else dict(zip(known.state.columns, row.values, strict=False))
        if new.sign != "+" and self.ours.may_have_any(owner, table):
            values = new.values  # the rest of the row may have become another
        else:
            values = new.otherwise | seen | new.values
        for each in self._pending.of(table) if new.key is not None else ():
            values = each.values | new.values if each.key == new.key else values
        self._pending.add(PendingRow(table, owner, new.sign, values, new.key))

    def sent(self, connection: Connection, statement: str) -> None:
        """Note a statement that may have undone what was changed since a savepoint."""
        self._pending.sent(number_of(connection), statement)

    def ended(self, connection: Connection, *, is_commit: bool) -> None:
        """Note that COMMIT or ROLLBACK is sent: soon all can see what changed, or it is undone."""
        self._endings.announced(connection, is_commit=is_commit)

    def refused(self, connection: Connection) -> None:
        """Note that the database refuses the COMMIT: its transaction is undone, or still open."""
        self._endings.refused(connection)

    def at_once(self, connections: Iterable[Connection]) -> None:
        """Note that what these wrote was outside a transaction: everyone can see it."""
        for each in connections:
            self.ours.ended(number_of(each), is_stored=True)
        self._is_stored = True

    def settle(self) -> tuple[bool, bool]:
        """Tell whether a transaction has ended, and whether everyone may see other rows now."""
        has_ended = False
        for number, is_commit in self._endings.over():
            has_ended = True
            for table in self._pending.tables_of(number):
                self._became[table] = STORED if is_commit else UNDONE
            self._pending.ended(number)
            self.ours.ended(number, is_stored=is_commit)
            self._is_stored = self._is_stored or is_commit
        is_stored, self._is_stored = self._is_stored, False
        return has_ended, is_stored

    def with_pending(self, name: str, table: Table) -> TableState:
        """Return the state of a table with the rows of open transactions."""
        columns = table.state.columns
        pending = []
        for each in self._pending.of(name):
            texts = tuple(each.values.get(column, UNKNOWN) for column in columns)
            pending.append((each.sign, Row(texts, table.name_of(each.key) or ())))
        return replace(
            table.state,
            pending=tuple(pending),
            more_pending=self._pending.more(name),
            became=self._became.pop(name, ""),
        )
