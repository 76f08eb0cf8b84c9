"""The tables that the SQL mentions, as a second connection sees them: what everybody can see."""

from dataclasses import replace

from sqlalchemy import Connection, Engine
from sqlalchemy.engine import Compiled

from workbook.xray.observe.database.reading import catalog
from workbook.xray.observe.database.reading.second import Second
from workbook.xray.observe.database.reading.table import ROWS, Table
from workbook.xray.observe.database.table_names import created_by, tables_in
from workbook.xray.observe.database.writes import Writes
from workbook.xray.snapshot import DATABASE, State
from workbook.xray.table_state import NO_TABLE, TableState

TABLES = 12
SOME = f"which other rows changed is not known: only the last {ROWS} are compared"


class Tables:
    """The tables; each is read before the first statement about it.

    Attributes:
        writes: what the app writes into them.
        unseen: what could not be observed, and why.
        earlier: how a table was before that is first read after the app has created it.

    """

    def __init__(self) -> None:
        self.earlier: dict[tuple[str, str], State] = {}
        self._created: set[str] = set()
        self.unseen: dict[str, None] = {}
        self._tables: dict[str, Table] = {}
        self.writes = Writes(self._tables)
        self._seconds: dict[Engine, Second] = {}
        self._stale: set[str] = set()
        self._shown: set[str] = set()

    def before(self, connection: Connection, sql: str, compiled: Compiled | None) -> None:
        """Read the tables that this statement is about, if they were not read before.

        Args:
            connection: what it is sent on.
            sql: its text.
            compiled: what SQLAlchemy has made it from; None: from nothing but text.

        """
        self._settle()
        created = created_by(sql)
        if created and not self._is_table(connection, created):
            self._created.add(self._name(connection, created))
        for quoted, is_sure in tables_in(sql, compiled, connection.dialect):
            name = self._name(connection, quoted)
            if name in self._tables:
                continue
            if len(self._tables) == TABLES:
                self.unseen[f"of the tables, only the first {TABLES} were looked at"] = None
                continue
            if is_sure or self._is_table(connection, quoted):
                self._tables[name] = Table(quoted, self._second(connection))
                self._read(name)
                if name in self._created:
                    self.earlier[DATABASE, name] = TableState((), (), 0, note=NO_TABLE)

    def _name(self, connection: Connection, quoted: str) -> str:
        return self.writes.name_in(connection, quoted.replace('"', ""))

    def _second(self, connection: Connection) -> Second:
        engine = connection.engine
        if engine not in self._seconds:
            self._seconds[engine] = Second(connection)
        return self._seconds[engine]

    def _is_table(self, connection: Connection, quoted: str) -> bool:
        """Ask the database; if it cannot answer, the picture says why."""
        second = self._second(connection)
        if second.reason:
            return True
        try:
            with second.cursor() as cursor:
                return catalog.has_table(cursor, quoted)
        except Exception:
            return True

    def has_new(self) -> bool:
        """Tell whether one of them has never been looked at."""
        return not self._shown.issuperset(self._tables)

    def look(self) -> dict[str, TableState]:
        """Return the tables."""
        self._settle()
        states = {}
        for name, table in list(self._tables.items()):
            if name in self._stale:
                self._stale.discard(name)
                self._read(name)
            states[name] = self.writes.with_pending(name, table)
            self._shown.add(name)
            table.looked_at()
        return states

    def _settle(self) -> None:
        """Take note of transactions that have ended: before the next look, tables are read."""
        has_ended, is_stored = self.writes.settle()
        if is_stored:
            self._stale.update(self._tables)
        elif has_ended:  # perhaps of the one for which they could not be read
            self._stale |= {name for name, table in self._tables.items() if table.state.note}

    def _read(self, name: str) -> None:
        table, ours = self._tables[name], self.writes.ours.taken(name)
        old, is_first = table.state, name not in self._shown
        table.read()
        if table.state.note or is_first:
            return
        if ours is None:
            is_vague = name in self.writes.ours.unknown and not table.state.remark
            table.state = replace(table.state, remark=SOME) if is_vague else table.state
            return
        before = {row.key: row for row in (*old.first_read, *old.rows)}
        after = {row.key: row for row in table.state.rows}
        changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
        others = frozenset(changed - ours - table.state.uncovered)
        table.state = replace(table.state, others=others, reacts=table.reacts)

    def close(self) -> None:
        """Close the connections."""
        for second in self._seconds.values():
            second.close()
