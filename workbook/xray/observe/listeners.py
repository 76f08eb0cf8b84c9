"""Listens to SQLAlchemy, and passes its events on to whoever follows the code that runs now."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.orm import Mapper, Session

from workbook.xray.observe.reports import Reports
from workbook.xray.observe.session_events import SessionEvents
from workbook.xray.observe.sessions import Sessions
from workbook.xray.observe.sql_events import SqlEvents
from workbook.xray.observe.values import said

SQL_EVENTS = ["before_cursor_execute", "after_cursor_execute", "handle_error"]
SQL_EVENTS += ["commit", "rollback", "rollback_savepoint"]
SESSION_EVENTS = ["before_flush", "after_flush_postexec", "after_commit", "after_soft_rollback"]
SESSION_EVENTS += ["after_transaction_create", "after_attach"]


class Listeners:
    """What is done with the events of a block of code that is followed."""

    def __init__(self, sessions: Sessions, reports: Reports) -> None:
        of_sessions = SessionEvents(sessions, reports)
        of_sql = SqlEvents(sessions, of_sessions.flushes, reports)
        self._by_target = {Engine: of_sql, Session: of_sessions, Mapper: of_sessions}
        self._trouble = reports.trouble

    def told(self, target: type, name: str, arguments: tuple) -> None:
        """Pass an event on to the method of that name; no error gets out."""
        try:
            getattr(self._by_target[target], name)(*arguments)
        except Exception as error:
            self._trouble(f"SQL: {said(error)}")


# In this thread or task.
_current: ContextVar[Listeners | None] = ContextVar("workbook_listeners", default=None)


@contextmanager
def reporting(sessions: Sessions, reports: Reports) -> Iterator[None]:
    """Tell what happens in this block, in this thread or task and those that it starts."""
    token = _current.set(Listeners(sessions, reports))
    try:
        yield
    finally:
        _current.reset(token)
        sessions.tables.close()


def _passes_on(target: type, name: str) -> Callable[..., None]:
    def listener(*arguments: Any) -> None:
        listeners = _current.get()
        if listeners is not None:
            listeners.told(target, name, arguments)

    return listener


# For good: to add and remove listeners would disturb other threads that run through them.
for _target, _names in {
    Engine: SQL_EVENTS,
    Session: SESSION_EVENTS,
    Mapper: ["refresh"],
}.items():
    for _name in _names:
        event.listen(_target, _name, _passes_on(_target, _name))
