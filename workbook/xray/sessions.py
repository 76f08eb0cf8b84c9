"""Sees SQLAlchemy's sessions, the objects they look after, their SQL, and the rows in the tables.

It reads nothing through the session or its connection: an attribute that is touched would be
loaded. The rows are read by a connection of its own.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from types import FrameType
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, event
from sqlalchemy import inspect as state_of
from sqlalchemy.orm import InstanceState, Session

from workbook.xray.objects import SHOWN, Objects, free
from workbook.xray.rows import Tables
from workbook.xray.values import is_mapped, locals_of, short
from workbook.xray.world import DATABASE, OBJECTS, SESSION, Seen, Statement, Work, World

MANY = 50  # of more objects it would take too long to compare the values
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "DROP", "ALTER")


class Sessions:
    """The observer.

    Args:
        is_ours: says whether what happens now belongs to what is traced.
        sent: is told of each statement.
        cut: is told of the parts of a line: flush, commit, rollback.
        trouble: is told what could not be observed.

    """

    def __init__(
        self,
        is_ours: Callable[[], bool],
        sent: Callable[[Statement], None],
        cut: Callable[[str], None],
        trouble: Callable[[str], None],
    ) -> None:
        self._is_ours = is_ours
        self._sent = sent
        self._cut = cut
        self._trouble = trouble
        self._listeners = [
            (target, name, self._safe(listener)) for target, name, listener in self._wanted()
        ]
        self._sessions: dict[str, Session] = {}
        self._objects = Objects()
        self._wrote: set[Session] = set()
        self._flushing = 0
        self._written: set[InstanceState] = set()
        self._committed_now: Session | None = None
        self.tables = Tables()

    def __enter__(self) -> "Sessions":
        for target, name, listener in self._listeners:
            event.listen(target, name, listener)
        return self

    def __exit__(self, *_: object) -> None:
        for target, name, listener in self._listeners:
            event.remove(target, name, listener)
        self.tables.close()

    def _wanted(self) -> Iterator[tuple[Any, str, Callable]]:
        yield Engine, "before_cursor_execute", self._before_execute
        yield Engine, "after_cursor_execute", self._after_execute
        yield Engine, "handle_error", self._refused
        yield Engine, "commit", self._committed
        yield Engine, "rollback", self._rolled_back
        yield Session, "before_flush", self._before_flush
        yield Session, "after_flush_postexec", self._after_flush
        yield Session, "after_commit", self._after_commit
        yield Session, "after_soft_rollback", self._after_rollback

    def _safe(self, listener: Callable) -> Callable:
        """Keep what goes wrong in here away from the app, and what others do out of here."""

        def safe(*arguments: Any) -> None:
            if self._is_ours():
                try:
                    listener(*arguments)
                except Exception as error:
                    self._trouble(f"SQL: {type(error).__name__}: {error}")

        return safe

    # What SQLAlchemy calls.

    def _before_execute(self, connection: Connection, cursor: Any, statement: str, *_: Any) -> None:
        connection.info["xray_in_transaction"] = _in_transaction(connection)
        self.tables.before(connection.engine, statement)

    def _after_execute(
        self, connection: Connection, cursor: Any, statement: str, parameters: Any, *_: Any
    ) -> None:
        self._note(connection, statement, parameters, "")

    def _refused(self, context: ExceptionContext) -> None:
        if context.connection is not None and context.statement is not None:
            error = str(context.original_exception).splitlines()[0]
            self._note(context.connection, context.statement, context.parameters, error)

    def _note(self, connection: Connection, statement: str, parameters: Any, error: str) -> None:
        begun = connection.info.pop("xray_in_transaction", True)
        if not begun and _in_transaction(connection):
            self._sent(Statement("BEGIN", note="the driver opens the transaction now"))
        if statement.lstrip().upper().startswith(WRITES):
            self._wrote.update(s for s in self._sessions.values() if s.in_transaction())
        text = " ".join(statement.split())
        self._sent(Statement(text, short(parameters) if parameters else "", error=error))

    def _committed(self, connection: Connection) -> None:
        if _in_transaction(connection):
            self._sent(Statement("COMMIT"))
        self.tables.ended()

    def _rolled_back(self, connection: Connection) -> None:
        if self._flushing:
            self._cut("flush fails")
        if _in_transaction(connection):
            wrote = any(s in self._wrote for s in self._sessions.values())
            wrote = wrote or isinstance(connection.connection.dbapi_connection, sqlite3.Connection)
            self._sent(Statement("ROLLBACK", note="" if wrote else "nothing to undo"))
        self.tables.ended()

    def _before_flush(self, session: Session, *_: Any) -> None:
        self._flushing += 1
        dirty = [each for each in session.dirty if session.is_modified(each)]
        written = [*session.new, *session.deleted, *dirty]
        self._written = {state_of(each) for each in written}

    def _after_flush(self, session: Session, context: Any) -> None:
        self._flushing = 0
        states = getattr(context, "states", {})
        written = [(state, flags[0]) for state, flags in states.items() if state in self._written]
        for number, (state, is_delete) in enumerate(written):
            if number < MANY:
                self.tables.flushed(*_row(state), is_delete=is_delete)
            else:
                self.tables.flushed(state.mapper.local_table.name, {}, is_delete=is_delete)
        self._cut("flush")

    def _after_commit(self, session: Session) -> None:
        self._wrote.discard(session)
        self._committed_now = session
        self._cut("commit")
        self._committed_now = None

    def _after_rollback(self, session: Session, _: Any) -> None:
        self._wrote.discard(session)
        if self._flushing:
            self._flushing = 0
            self._cut("rollback")

    # What can be seen.

    def look(self, frames: Sequence[FrameType]) -> World:
        """Return the objects, the sessions, and the tables."""
        for frame in frames:
            for name, value in locals_of(frame).items():
                with suppress(Exception):  # whatever strange object this is
                    self._find(name, value)
        for session in list(self._sessions.values()):
            for each in (*list(session.new)[:SHOWN], *list(session.deleted)[:SHOWN]):
                self._objects.label(state_of(each))
            for state in session.identity_map.all_states()[: SHOWN + 1]:
                self._objects.label(state)
        world: dict[tuple[str, str], Seen] = {}
        for label, thing in self._objects.look():
            world[OBJECTS, label] = thing
        for name, session in self._sessions.items():
            world[SESSION, name] = self._work(session)
        for name, rows in self.tables.look().items():
            world[DATABASE, name] = rows
        return world

    def _find(self, name: str, value: Any) -> None:
        if type(value).__module__.startswith("sqlalchemy.ext.asyncio"):
            value = getattr(value, "sync_session", value)  # it does the work of an AsyncSession
        if isinstance(value, Session):
            if value not in self._sessions.values():
                self._sessions[free(name, self._sessions)] = value
        elif is_mapped(value):
            self._objects.label(state_of(value), name)

    def _work(self, session: Session) -> Work:
        lists = {
            "new": [state_of(each) for each in session.new],
            "changed": _changed(session),
            "deleted": [state_of(each) for each in session.deleted],
            "identity map": session.identity_map.all_states(),
        }
        labels = tuple(
            (name, self._objects.labels(states)) for name, states in lists.items() if states
        )
        return Work(labels, self._transaction(session))

    def _transaction(self, session: Session) -> str:
        if session is self._committed_now:
            return "committed"
        if not session.in_transaction():
            return "no transaction"
        if not session.is_active:
            return "transaction failed: unusable until rollback() or close()"
        if session in self._wrote:
            return "transaction open, changes not committed"
        connections = getattr(session.get_transaction(), "_connections", {})
        used = [each for each in connections if isinstance(each, Connection)]
        if any(_has_written(each) for each in used):
            return "transaction open, changes not committed"
        if used:
            return "transaction open, only read so far"
        return "transaction begun (in Python only)"


def _has_written(connection: Connection) -> bool:
    """Tell what SQLite's driver knows: it begins a transaction before the first change."""
    driver = connection.connection.dbapi_connection
    return isinstance(driver, sqlite3.Connection) and driver.in_transaction


def _changed(session: Session) -> list[InstanceState]:
    """Return the objects whose values differ from the row's; of many, those that were touched."""
    touched = list(session.dirty)
    if len(touched) <= MANY:
        touched = [each for each in touched if session.is_modified(each)]
    return [state_of(each) for each in touched]


def _row(state: InstanceState) -> tuple[str, dict[str, str]]:
    values = {}
    for column in state.mapper.local_table.columns:
        with suppress(Exception):
            key = state.mapper.get_property_by_column(column).key
            if key in state.dict:
                values[column.name] = short(state.dict[key])
            elif column.default is None and column.server_default is None:
                values[column.name] = "None"
    return state.mapper.local_table.name, values


def _in_transaction(connection: Connection) -> bool:
    driver = connection.connection.dbapi_connection
    if isinstance(driver, sqlite3.Connection):
        return driver.in_transaction
    return connection.in_transaction()
