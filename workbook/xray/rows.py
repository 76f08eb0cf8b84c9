"""The rows of tables as a second connection sees them: what everybody can see."""

import re
from contextlib import closing, suppress
from dataclasses import replace
from typing import Any

from sqlalchemy import Engine

from workbook.xray.values import said, short
from workbook.xray.world import Rows

MENTIONED = re.compile(r'\b(?:FROM|INTO|UPDATE|JOIN)\s+(?:"([^"]+)"|(\w+))', re.IGNORECASE)
# The names that a statement gives to a part of itself: WITH name AS (…), other AS (…).
OWN = re.compile(r'(?:\bWITH|,)\s*(?:RECURSIVE\s+)?"?(\w+)"?[^,]*?\bAS\s*\(', re.IGNORECASE)
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
        own = set(OWN.findall(statement)) if "WITH" in statement.upper() else set()
        for quoted, plain in MENTIONED.findall(statement):
            name = quoted or plain
            if name in own:
                continue
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
        new = tuple(values.get(column, "?") for column in rows.columns)
        others = [row for _, row in self._pending_of(table)]
        known = rows.key_of(new) in {rows.key_of(row) for row in (*rows.rows, *others)}
        sign = "−" if is_delete else "~" if known else "+"
        self._pending.setdefault(table, []).append((sign, values))

    def _pending_of(self, table: str) -> list[tuple[str, tuple[str, ...]]]:
        columns = self._seen[table].columns
        pending = self._pending.get(table, [])
        return [(sign, tuple(v.get(column, "?") for column in columns)) for sign, v in pending]

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
        pending, more = tuple(self._pending_of(name)), self._more.get(name, 0)
        return replace(rows, pending=pending, more_pending=more)

    def _read(self, name: str) -> Rows:
        engine = self._engines[name]
        if engine.dialect.name == "sqlite" and engine.url.database in (None, "", ":memory:"):
            return Rows((), (), 0, note="in memory: only its own connection can see it")
        quoted = engine.dialect.identifier_preparer.quote(name)
        try:
            with closing(self._connection(engine).cursor()) as cursor:
                cursor.execute(f"SELECT count(*) FROM {quoted}")
                total = cursor.fetchall()[0][0]
                cursor.execute(f"SELECT * FROM {quoted} LIMIT 0")
                cursor.fetchall()
                columns = tuple(column[0] for column in cursor.description)
                key = self._key(engine, cursor, quoted, columns)
                order = ", ".join(f"{i + 1} DESC" for i in key or range(len(columns)))
                cursor.execute(f"SELECT * FROM {quoted} ORDER BY {order} LIMIT {ROWS}")
                rows = [tuple(map(short, row)) for row in reversed(cursor.fetchall())]
        except Exception as error:
            return Rows((), (), 0, note=f"could not be read: {said(error)}")
        return Rows(columns, tuple(rows), total, key=key)

    def _key(
        self, engine: Engine, cursor: Any, quoted: str, columns: tuple[str, ...]
    ) -> tuple[int, ...]:
        """Return the places of the primary key; SQLite tells, elsewhere a column "id" will do."""
        if engine.dialect.name != "sqlite":
            return (columns.index("id"),) if "id" in columns else ()
        cursor.execute(f"PRAGMA table_info({quoted})")
        parts = sorted((row[5], row[0]) for row in cursor.fetchall() if row[5])
        return tuple(place for _, place in parts)

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
