"""Sees SQLAlchemy's sessions, the objects they look after, their SQL, and the rows in the tables.

It reads nothing through the session or its connection: an attribute that is touched would be
loaded. The rows are read by a connection of its own.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from types import FrameType
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, ExceptionContext, event
from sqlalchemy import inspect as state_of
from sqlalchemy.orm import InstanceState, Mapper, Session

from workbook.xray.observe.objects import SHOWN, Objects, free
from workbook.xray.observe.tables import Tables
from workbook.xray.observe.transactions import Transactions, connections_of
from workbook.xray.observe.values import globals_of, is_mapped, locals_of, said, session_of, short
from workbook.xray.snapshot import (
    AT_ONCE,
    DATABASE,
    ENDS,
    OBJECTS,
    SESSION,
    SessionState,
    Snapshot,
    State,
    Statement,
)

MANY = 50  # of more objects it would take too long to compare the values


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
        self._transactions = Transactions()
        # What those flush that flush now; until the end, or a row of nothing would be left of an
        # object that nobody else refers to.
        self._flushed: dict[Session, dict[InstanceState, Any]] = {}
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
        self._transactions.before(connection)
        self.tables.before(connection, statement)

    def _after_execute(
        self, connection: Connection, cursor: Any, statement: str, parameters: Any, *_: Any
    ) -> None:
        sent = list(self._transactions.sent(connection, statement, parameters, ""))
        self._note(sent)
        self.tables.sent(connection, statement)
        notes = {each.note for each in sent}
        if ENDS in notes:
            self.tables.ended(connection)
        elif AT_ONCE in notes and not self._flushed:
            if self.tables.has_new():
                self._cut("")  # to see them as they were before this statement
            self.tables.changed()

    def _refused(self, context: ExceptionContext) -> None:
        connection, error = context.connection, said(context.original_exception)
        if connection is not None and context.statement is not None:
            sent = self._transactions.sent
            self._note(sent(connection, context.statement, context.parameters, error))
        elif connection is not None:  # a COMMIT, which was shown when it was about to be sent
            self._sent(Statement("REFUSED", error=error))

    def _note(self, statements: Iterable[Statement]) -> None:
        for statement in statements:
            self._sent(statement)
        for text in self._transactions.unseen:
            self._trouble(text)

    def _committed(self, connection: Connection) -> None:
        self._note(self._transactions.commits(connection))
        self.tables.ended(connection)

    def _rolled_back(self, connection: Connection) -> None:
        self._flush_fails(connection)
        self._note(self._transactions.rolls_back(connection))
        self.tables.ended(connection)

    def _flush_fails(self, connection: Connection, *_: Any) -> None:
        if any(connection in connections_of(session) for session in self._flushed):
            self._cut("flush fails")

    def _before_flush(self, session: Session, *_: Any) -> None:
        dirty = [each for each in session.dirty if session.is_modified(each)]
        written = [*session.new, *session.deleted, *dirty]
        self._flushed[session] = {state_of(each): each for each in written}
        if len(written) > MANY:
            self._pause()

    def _after_flush(self, session: Session, context: Any) -> None:
        flushed, states = self._flushed.pop(session, {}), getattr(context, "states", {})
        written = [(state, flags[0]) for state, flags in states.items() if state in flushed]
        written.sort(key=lambda each: str(each[0].key))
        is_outside, owner = self._transactions.is_outside(session), connections_of(session)
        for number, (state, is_delete) in enumerate([] if is_outside else written):
            table, values = _row(state) if number < MANY else (_table(state), {})
            self.tables.flushed(table, values, owner, is_delete=is_delete)
        flushed.clear()
        self._resume()
        self._cut("flush")
        if is_outside:
            self.tables.changed()

    def _after_commit(self, session: Session) -> None:
        if session.in_nested_transaction():
            return  # a savepoint is released: the transaction goes on
        self._committed_now = session
        self.tables.changed()  # others may have looked since COMMIT was about to be sent
        self._cut("commit")
        self._committed_now = None

    def _after_rollback(self, session: Session, _: Any) -> None:
        self._resume()
        if self._flushed.pop(session, None) is not None:
            self._cut("rollback")

    def _refreshed(self, _: object, context: Any, attributes: Any) -> None:
        self._loaded()

    # What can be seen.

    def look(self, frames: Sequence[FrameType]) -> Snapshot:
        """Return the objects, the sessions, and the tables."""
        for frame in frames:
            for name, value in (globals_of(frame) | locals_of(frame)).items():
                try:
                    self._find(name, value)
                except Exception as error:  # whatever strange object this is
                    self._trouble(f"{name} could not be looked at: {said(error)}")
        for session in list(self._sessions.values()):
            for each in (*list(session.new)[:SHOWN], *list(session.deleted)[:SHOWN]):
                self._objects.label(state_of(each))
            for state in session.identity_map.all_states()[: SHOWN + 1]:
                self._objects.label(state)
        world: dict[tuple[str, str], State] = {}
        for label, thing in self._objects.look():
            world[OBJECTS, label] = thing
        for name, session in self._sessions.items():
            world[SESSION, name] = self._work(session)
        for name, rows in self.tables.look().items():
            world[DATABASE, name] = rows
        return world

    def _find(self, name: str, value: Any) -> None:
        session = session_of(value)
        if session is not None:
            if session not in self._sessions.values():
                self._sessions[free(name, self._sessions)] = session
        elif is_mapped(value):
            self._objects.label(state_of(value), name)

    def _work(self, session: Session) -> SessionState:
        lists = {
            "new": [state_of(each) for each in session.new],
            "changed": _changed(session),
            "deleted": [state_of(each) for each in session.deleted],
            "identity map": session.identity_map.all_states(),
        }
        labels = tuple(
            (name, self._objects.labels(states)) for name, states in lists.items() if states
        )
        is_committed = session is self._committed_now
        words = "committed" if is_committed else self._transactions.words(session)
        return SessionState(labels, words)


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
    return _table(state), values


def _table(state: InstanceState) -> str:
    return state.mapper.local_table.fullname


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
_listen(Engine, "rollback_savepoint", "_flush_fails")
_listen(Session, "before_flush", "_before_flush")
_listen(Session, "after_flush_postexec", "_after_flush")
_listen(Session, "after_commit", "_after_commit")
_listen(Mapper, "refresh", "_refreshed")
_listen(Session, "after_soft_rollback", "_after_rollback")
