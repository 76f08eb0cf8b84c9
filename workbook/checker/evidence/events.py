"""What SQLAlchemy tells of its sessions, connections and table classes while a request runs."""

import asyncio
import functools
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from unittest import mock
from weakref import WeakKeyDictionary

from sqlalchemy import BinaryExpression, Connection, Engine, ExceptionContext, event, inspect
from sqlalchemy.orm import Mapper, ORMExecuteState, Session, SessionTransaction

from workbook.checker.evidence.told import WRITES, Told

# What the listeners write to. Not a ContextVar, because the app works in threads of its own; and a
# process that checks sends one request at a time.
_seen: Told | None = None
# The connections that have written and not committed, and the first word of what they sent; those
# of earlier requests, too.
_writing: WeakKeyDictionary[Connection, str] = WeakKeyDictionary()


@contextmanager
def watching(seen: Told) -> Iterator[None]:
    """Note in this block what is told."""
    global _seen
    with (  # of these there are no events
        mock.patch.object(Session, "close", _noted_close(Session.close)),
        mock.patch.object(BinaryExpression, "__bool__", _noted_bool(BinaryExpression.__bool__)),
    ):
        _seen = seen
        try:
            yield
        finally:
            _seen = None


def _noted_bool(is_true: Any) -> Any:
    @functools.wraps(is_true)
    def noted(condition: BinaryExpression[Any]) -> Any:
        code, line = sys._getframe(1).f_code, sys._getframe(1).f_lineno
        if _seen is not None:
            _seen.decided.append((code.co_filename, line))
        return is_true(condition)

    return noted


def _noted_close(close: Any) -> Any:
    @functools.wraps(close)
    def noted(session: Session) -> None:
        if _seen is not None:
            # With an error on its way, the session is closed because of that.
            if isinstance(sys.exception(), GeneratorExit | None):
                _seen.closed.append(session)
            _seen.begun_anew = [each for each in _seen.begun_anew if each is not session]
            if _has_changes(session):
                _seen.lost.append(session)
            _ended(session)
        close(session)

    return noted


def _used(session: Session, _: SessionTransaction) -> None:
    if _seen is None:
        return
    if not _holds(_seen.sessions, session):
        _seen.sessions.append(session)
    if _holds(_seen.closed, session) and not _holds(_seen.begun_anew, session):
        _seen.begun_anew.append(session)


def _connected(session: Session, *_: Any) -> None:
    if _seen is not None:
        _seen.connected.append(session)


def _asked(state: ORMExecuteState) -> None:
    if _seen is not None:
        _seen.classes += [mapper.class_ for mapper in state.all_mappers]


def _flushes(session: Session, *_: Any) -> None:
    if _seen is not None:
        _seen.classes += [type(each) for each in (*session.new, *session.dirty, *session.deleted)]


def _flushed(session: Session, _: Any) -> None:
    if _seen is not None:
        _seen.flushed.append(session)


def _commits(session: Session) -> None:
    if _seen is None:
        return
    others = [each for each in _seen.sessions if each is not session]
    _seen.commits += 1
    _seen.passed_over |= any(_has_changes(each) or _holds(_seen.lost, each) for each in others)
    _seen.reads_back |= _seen.refreshed
    _seen.lets_go |= bool(_seen.detached)


def _has_changes(session: Session) -> bool:
    waits = session.new or session.dirty or session.deleted
    return bool(waits) or (_seen is not None and _holds(_seen.flushed, session))


def _ended(session: Session) -> None:
    if _seen is not None:
        _seen.flushed = [each for each in _seen.flushed if each is not session]


def _rolled_back(session: Session, _: SessionTransaction) -> None:
    if _seen is not None:
        _ended(session)
        _seen.rolls_back |= sys.exception() is None


def _refreshed(*_: Any) -> None:
    if _seen is not None:
        _seen.refreshed = True


def _detached(_: Session, table_object: object) -> None:
    if _seen is not None:
        _seen.detached.append(inspect(table_object))


def _sent(connection: Connection, _: Any, sql: str, *__: Any) -> None:
    word = sql.lstrip().partition(" ")[0].upper()
    if word in WRITES:
        _writing[connection] = word
    if _seen is None:
        return
    _seen.engines.append(connection.engine)
    with suppress(RuntimeError):  # raised where no event loop runs
        asyncio.get_running_loop()
        _seen.in_event_loop = True


def _over(connection: Connection) -> None:
    _writing.pop(connection, None)


def _failed(context: ExceptionContext) -> None:
    if _seen is not None and "database is locked" in str(context.original_exception):
        others = [word for each, word in _writing.items() if each is not context.connection]
        _seen.is_locked, _seen.holder = True, "".join(others[:1])


def _holds(sessions: list[Session], session: Session) -> bool:
    return any(each is session for each in sessions)


# For good: to add and remove listeners would disturb other threads that run through them.
event.listen(Session, "after_transaction_create", _used)
event.listen(Session, "after_begin", _connected)
event.listen(Session, "do_orm_execute", _asked)
event.listen(Session, "before_flush", _flushes)
event.listen(Session, "after_flush", _flushed)
event.listen(Session, "before_commit", _commits)
event.listen(Session, "after_commit", _ended)
event.listen(Session, "after_soft_rollback", _rolled_back)
event.listen(Session, "persistent_to_detached", _detached)
event.listen(Mapper, "refresh", _refreshed)
event.listen(Engine, "before_cursor_execute", _sent)
event.listen(Engine, "commit", _over)
event.listen(Engine, "rollback", _over)
event.listen(Engine, "handle_error", _failed)
