"""The rows of tables as a second connection sees them: what everybody can see."""

import re
from contextlib import closing, suppress
from typing import Any

from sqlalchemy import Engine

from workbook.xray.values import short
from workbook.xray.world import Rows

MENTIONED = re.compile(r'\b(?:FROM|INTO|UPDATE|JOIN)\s+"?(\w+)', re.IGNORECASE)
ROWS = 50  # the last ones are read
TABLES = 6
PENDING = 8  # rows of the open transaction; of others only the number is kept
PATIENCE = 0.5  # seconds to wait for a locked database

Pending = tuple[str, dict[str, str]]  # a sign (+, ~, −) and values by column


class Tables:
    """The tables that the SQL mentions; each is read before the first statement about it."""

    def __init__(self) -> None:
        self._engines: dict[str, Engine] = {}
        self._connections: dict[Engine, Any] = {}
        self._seen: dict[str, Rows] = {}
        self._pending: dict[str, list[Pending]] = {}
        self._more: dict[str, int] = {}
        self._stale = False

    def before(self, engine: Engine, statement: str) -> None:
        """Read the tables that this statement is about, if they were not read before."""
        for name in MENTIONED.findall(statement):
            if name not in self._engines and len(self._engines) < TABLES:
                self._engines[name] = engine
                self._seen[name] = self._read(name)

    def flushed(self, table: str, values: dict[str, str], *, is_delete: bool) -> None:
        """Note a row that the open transaction has changed."""
        rows = self._seen.get(table)
        if rows is None:
            return
        if len(self._pending.get(table, ())) == PENDING:
            self._more[table] = self._more.get(table, 0) + 1
            return
        known = any(self._same(rows, row, values) for row in rows.rows)
        sign = "−" if is_delete else "~" if known else "+"
        self._pending.setdefault(table, []).append((sign, values))

    def _same(self, rows: Rows, row: tuple[str, ...], values: dict[str, str]) -> bool:
        return bool(row) and row[0] == values.get(rows.columns[0])

    def ended(self) -> None:
        """Note that a transaction ends: what it changed is there for all now, or undone."""
        self._pending.clear()
        self._more.clear()
        self._stale = True

    def look(self) -> dict[str, Rows]:
        """Return the tables."""
        if self._stale:
            self._seen = {name: self._read(name) for name in self._engines}
            self._stale = False
        return {name: self._with_pending(name, rows) for name, rows in self._seen.items()}

    def _with_pending(self, name: str, rows: Rows) -> Rows:
        pending = tuple(
            (sign, tuple(values.get(column, "?") for column in rows.columns))
            for sign, values in self._pending.get(name, [])
        )
        more = self._more.get(name, 0)
        return Rows(rows.columns, rows.rows, rows.total, pending, rows.note, more)

    def _read(self, name: str) -> Rows:
        engine = self._engines[name]
        if engine.dialect.name == "sqlite" and engine.url.database in (None, "", ":memory:"):
            return Rows((), (), 0, note="in memory: only its own connection can see it")
        quoted = engine.dialect.identifier_preparer.quote(name)
        try:
            with closing(self._connection(engine).cursor()) as cursor:
                cursor.execute(f"SELECT count(*) FROM {quoted}")
                total = cursor.fetchall()[0][0]
                cursor.execute(f"SELECT * FROM {quoted} ORDER BY 1 DESC LIMIT {ROWS}")
                rows = [tuple(map(short, row)) for row in reversed(cursor.fetchall())]
                columns = tuple(column[0] for column in cursor.description)
        except Exception as error:
            reason = (str(error).splitlines() or [type(error).__name__])[0]
            return Rows((), (), 0, note=f"could not be read: {reason}")
        return Rows(columns, tuple(rows), total)

    def _connection(self, engine: Engine) -> Any:
        if engine not in self._connections:
            arguments, options = engine.dialect.create_connect_args(engine.url)
            if engine.dialect.name == "sqlite":
                options |= {"timeout": PATIENCE, "check_same_thread": False}
            connection = engine.dialect.loaded_dbapi.connect(*arguments, **options)
            if engine.dialect.name == "sqlite":
                connection.isolation_level = None
            else:
                connection.autocommit = True
            self._connections[engine] = connection
        return self._connections[engine]

    def close(self) -> None:
        """Close the connections."""
        for connection in self._connections.values():
            with suppress(Exception):
                connection.close()
