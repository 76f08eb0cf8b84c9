"""Sees SQLAlchemy's sessions, the objects they look after, their SQL, and the rows in the tables.

It reads nothing through the session or its connection: an attribute that is touched would be
loaded. The rows are read by a connection of its own.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from types import FrameType
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, ExceptionContext, event
from sqlalchemy import inspect as state_of
from sqlalchemy.orm import InstanceState, Mapper, Session

from workbook.xray.objects import SHOWN, Objects, free
from workbook.xray.rows import Tables
from workbook.xray.values import clean, is_mapped, locals_of, said, short
from workbook.xray.world import DATABASE, OBJECTS, SESSION, Seen, Statement, Work, World

MANY = 50  # of more objects it would take too long to compare the values
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "DROP", "ALTER")


class Reports(Protocol):
    """Is told what happens in the middle of a line."""

    def sent(self, statement: Statement) -> None:
        """Note SQL that was sent."""

    def cut(self, name: str) -> None:
        """Note the end of a part: flush, commit, rollback."""

    def loaded(self) -> None:
        """Look at once, if no line runs: an object loaded for the response is gone soon."""

    def pause(self) -> None:
        """Follow no function that is called from here on: it would take too long."""

    def resume(self) -> None:
        """Follow functions again."""

    def trouble(self, text: str) -> None:
        """Note what could not be observed."""


class Sessions:
    """The observer."""

    def __init__(self) -> None:
        self._sessions: dict[str, Session] = {}
        self._objects = Objects()
        self._wrote: set[Session] = set()
        self._flushing = 0
        self._written: set[InstanceState] = set()
        self._committed_now: Session | None = None
        self.tables = Tables()

    @contextmanager
    def reporting_to(self, reports: Reports) -> Iterator[None]:
        """Tell what happens in this block, in this thread or task and those that it starts."""
        self._sent, self._cut, self._trouble = reports.sent, reports.cut, reports.trouble
        self._loaded, self._pause, self._resume = reports.loaded, reports.pause, reports.resume
        token = _current.set(self)
        try:
            yield
        finally:
            _current.reset(token)
            self.tables.close()

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
            error = said(context.original_exception)
            self._note(context.connection, context.statement, context.parameters, error)

    def _note(self, connection: Connection, statement: str, parameters: Any, error: str) -> None:
        begun = connection.info.pop("xray_in_transaction", True)
        if not begun and _in_transaction(connection):
            self._sent(Statement("BEGIN", note="the driver opens the transaction now"))
        if statement.lstrip().upper().startswith(WRITES):
            self._wrote.update(s for s in self._sessions.values() if s.in_transaction())
        text = clean(" ".join(statement.split()))
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
        if len(written) > MANY:
            self._pause()

    def _after_flush(self, session: Session, context: Any) -> None:
        self._flushing = 0
        self._resume()
        states = getattr(context, "states", {})
        written = [(state, flags[0]) for state, flags in states.items() if state in self._written]
        written.sort(key=lambda each: str(each[0].key))
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
        self._resume()
        self._wrote.discard(session)
        if self._flushing:
            self._flushing = 0
            self._cut("rollback")

    def _refreshed(self, _: object, context: Any, attributes: Any) -> None:
        self._loaded()

    # What can be seen.

    def look(self, frames: Sequence[FrameType]) -> World:
        """Return the objects, the sessions, and the tables."""
        for frame in frames:
            for name, value in locals_of(frame).items():
                try:
                    self._find(name, value)
                except Exception as error:  # whatever strange object this is
                    self._trouble(f"{name} could not be looked at: {said(error)}")
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
    if connection.invalidated or connection.closed:
        return False
    driver = connection.connection.dbapi_connection
    return isinstance(driver, sqlite3.Connection) and driver.in_transaction


def _changed(session: Session) -> list[InstanceState]:
    """Return the objects whose values differ from the row's; of many, those that were touched."""
    touched = list(session.dirty)
    if len(touched) <= MANY:
        touched = [each for each in touched if session.is_modified(each)]
    return sorted((state_of(each) for each in touched), key=lambda state: str(state.key))


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
    if connection.invalidated or connection.closed:
        return False
    driver = connection.connection.dbapi_connection
    if isinstance(driver, sqlite3.Connection):
        return driver.in_transaction
    return connection.in_transaction()


# The observer of what runs now, in this thread or task.
_current: ContextVar[Sessions | None] = ContextVar("workbook_sessions", default=None)


def _listen(target: Any, name: str, method: str) -> None:
    def listener(*arguments: Any) -> None:
        sessions = _current.get()
        if sessions is not None:
            try:
                getattr(sessions, method)(*arguments)
            except Exception as error:
                sessions._trouble(f"SQL: {said(error)}")

    event.listen(target, name, listener)


# For good: to add and remove listeners would disturb other threads that run through them.
_listen(Engine, "before_cursor_execute", "_before_execute")
_listen(Engine, "after_cursor_execute", "_after_execute")
_listen(Engine, "handle_error", "_refused")
_listen(Engine, "commit", "_committed")
_listen(Engine, "rollback", "_rolled_back")
_listen(Session, "before_flush", "_before_flush")
_listen(Session, "after_flush_postexec", "_after_flush")
_listen(Session, "after_commit", "_after_commit")
_listen(Mapper, "refresh", "_refreshed")
_listen(Session, "after_soft_rollback", "_after_rollback")
