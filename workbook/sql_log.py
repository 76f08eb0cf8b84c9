"""Show the SQL that is really sent."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, event

WAS_IN_TRANSACTION = "sql_log_was_in_transaction"
_lock = threading.Lock()
# The lists of the blocks that run now. Never changed, only replaced: threads iterate over it. Not a
# ContextVar, because the app that a block sends a request to works in threads of its own.
_logs: tuple[list[str], ...] = ()


@contextmanager
def sql_sent() -> Iterator[list[str]]:
    """Print, at the end of the `with` block, each SQL statement sent in it, on any engine.

    BEGIN is shown where the SQLite driver sends it: before the first statement that writes, later
    than SQLAlchemy's own log says. (Source: the sqlite3 module's "legacy transaction control".)

    Returns:
        The list that the statements are added to, each with its parameters.

    """
    global _logs
    sent: list[str] = []
    with _lock:
        _logs = (*_logs, sent)
    try:
        yield sent
    finally:
        with _lock:
            _logs = tuple(log for log in _logs if log is not sent)
        print("\n".join(sent) or "(no SQL was sent)")


def _note(text: str) -> None:
    for log in _logs:
        log.append(text)


def _in_transaction(connection: Connection) -> bool:
    driver = connection.connection.dbapi_connection
    return isinstance(driver, sqlite3.Connection) and driver.in_transaction


def _before_execute(connection: Connection, *_: Any) -> None:
    if _logs:
        connection.info[WAS_IN_TRANSACTION] = _in_transaction(connection)


def _after_execute(
    connection: Connection, cursor: Any, statement: str, parameters: Any, *_: Any, refused: str = ""
) -> None:
    if not _logs:
        return
    begins = _in_transaction(connection) and not connection.info.get(WAS_IN_TRANSACTION, True)
    if begins and not statement.lstrip().upper().startswith(("BEGIN", "SAVEPOINT")):
        _note("BEGIN")  # the driver's; those two begin a transaction themselves
    lines = [line.rstrip() for line in statement.strip().splitlines()]
    _note("\n".join(lines) + (f"\n    with {parameters}" if parameters else "") + refused)


def _refused(context: ExceptionContext) -> None:
    connection, statement = context.connection, context.statement
    if connection is not None and statement is not None:
        why = f"\n    refused: {context.original_exception}"
        _after_execute(connection, None, statement, context.parameters, refused=why)


def _commit(connection: Connection) -> None:
    if _logs and _in_transaction(connection):
        _note("COMMIT")


def _rollback(connection: Connection) -> None:
    if _logs and _in_transaction(connection):
        _note("ROLLBACK")


# For good: to add and remove listeners would disturb other threads that run through them.
event.listen(Engine, "before_cursor_execute", _before_execute)
event.listen(Engine, "after_cursor_execute", _after_execute)
event.listen(Engine, "handle_error", _refused)
event.listen(Engine, "commit", _commit)
event.listen(Engine, "rollback", _rollback)
