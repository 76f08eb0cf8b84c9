"""The rows of tables as a second connection sees them: what everybody can see."""

from contextlib import closing, suppress
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.engine import Compiled

from workbook.xray.observe.database import drivers
from workbook.xray.observe.database.pending import Owner, Pending, PendingRow
from workbook.xray.observe.database.table_names import tables_in
from workbook.xray.observe.values import said, short
from workbook.xray.snapshot import TableState

ROWS = 50  # the last ones are read
TABLES = 6
PENDING = 8  # rows of open transactions; of others only the number is kept


class Tables:
    """The tables that the SQL mentions; each is read before the first statement about it."""

    def __init__(self) -> None:
        self._engines: dict[str, Engine] = {}
        self._quoted: dict[str, str] = {}  # the names as they stand in SQL
        self._connections: dict[Engine, Any] = {}
        self._reasons: dict[Engine, str] = {}  # why there is no connection
        self._states: dict[str, TableState] = {}
        self._shown: set[str] = set()
        self._pending = Pending()
        self._stale = False

    def before(self, connection: Connection, sql: str, compiled: Compiled | None) -> None:
        """Read the tables that this statement is about, if they were not read before.

        Args:
            connection: what it is sent on.
            sql: its text.
            compiled: what SQLAlchemy has made it from; None: from nothing but text.

        """
        for quoted, is_sure in tables_in(sql, compiled, connection.dialect):
            name = quoted.replace('"', "")
            if name in self._engines or len(self._engines) == TABLES:
                continue
            self._connect(connection)
            if is_sure or self._is_table(connection.engine, quoted):
                self._engines[name], self._quoted[name] = connection.engine, quoted
                self._states[name] = self._read(name)

    def _is_table(self, engine: Engine, quoted: str) -> bool:
        """Ask the database; if it cannot answer, the picture says why."""
        if engine in self._reasons:
            return True
        try:
            with closing(self._connections[engine].cursor()) as cursor:
                return drivers.has_table(cursor, quoted)
        except Exception:
            return True

    def _connect(self, connection: Connection) -> None:
        engine = connection.engine
        if engine in self._connections or engine in self._reasons:
            return
        try:
            self._connections[engine] = drivers.second(connection)
        except LookupError as error:
            self._reasons[engine] = str(error)
        except Exception as error:
            self._reasons[engine] = f"could not be read: {said(error)}"

    def flushed(self, table: str, values: dict[str, str], owner: Owner, *, is_delete: bool) -> None:
        """Note a row that an open transaction has changed."""
        state = self._states.get(table)
        if state is None:
            return
        others = [row for _, row in self._pending_of(table)]
        if len(others) == PENDING:
            self._pending.add_one_more(table, owner)
            return
        new = tuple(values.get(column, "?") for column in state.columns)
        known = state.key_of(new) in {state.key_of(row) for row in (*state.rows, *others)}
        sign = "−" if is_delete else "~" if known else "+"
        self._pending.add(PendingRow(table, owner, sign, values))

    def _pending_of(self, table: str) -> list[tuple[str, tuple[str, ...]]]:
        columns = self._states[table].columns
        pending = self._pending.of(table)
        return [(p.sign, tuple(p.values.get(c, "?") for c in columns)) for p in pending]

    def sent(self, connection: Connection, statement: str) -> None:
        """Note a statement that may have undone what was changed since a savepoint."""
        self._pending.sent(connection, statement)

    def ended(self, connection: Connection) -> None:
        """Note that a transaction ends: what it changed is now there for everyone, or undone."""
        self._pending.ended(connection)
        self.changed()

    def changed(self) -> None:
        """Note that everyone may see other rows now: read them before the next look."""
        self._stale = True

    def has_new(self) -> bool:
        """Tell whether one of them has never been looked at."""
        return not self._shown.issuperset(self._states)

    def look(self) -> dict[str, TableState]:
        """Return the tables."""
        if self._stale:
            self._states = {name: self._read(name) for name in self._engines}
            self._stale = False
        self._shown.update(self._states)
        return {name: self._with_pending(name, state) for name, state in self._states.items()}

    def _with_pending(self, name: str, state: TableState) -> TableState:
        pending = tuple(self._pending_of(name))
        return replace(state, pending=pending, more_pending=self._pending.more(name))

    def _read(self, name: str) -> TableState:
        engine, quoted = self._engines[name], self._quoted[name]
        if engine in self._reasons:
            return TableState((), (), 0, note=self._reasons[engine])
        try:
            with closing(self._connections[engine].cursor()) as cursor:
                cursor.execute(f"SELECT count(*) FROM {quoted}")
                total = cursor.fetchall()[0][0]
                cursor.execute(f"SELECT * FROM {quoted} LIMIT 0")
                cursor.fetchall()
                columns = tuple(column[0] for column in cursor.description)
                key = drivers.key(cursor, quoted, columns)
                order = ", ".join(f"{i + 1} DESC" for i in key or range(len(columns)))
                cursor.execute(f"SELECT * FROM {quoted} ORDER BY {order} LIMIT {ROWS}")
                rows = [tuple(map(short, row)) for row in reversed(cursor.fetchall())]
        except Exception as error:
            return TableState((), (), 0, note=f"could not be read: {said(error)}")
        return TableState(columns, tuple(rows), total, key=key)

    def close(self) -> None:
        """Close the connections."""
        for connection in self._connections.values():
            with suppress(Exception):
                connection.close()
