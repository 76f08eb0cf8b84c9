"""Show the SQL that is really sent."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, event


def _in_transaction(connection: Connection) -> bool:
    driver = connection.connection.dbapi_connection
    return isinstance(driver, sqlite3.Connection) and driver.in_transaction


@contextmanager
def sql_sent() -> Iterator[list[str]]:
    """Print, at the end of the `with` block, each SQL statement sent in it, on any engine.

    BEGIN stands where the SQLite driver sends it: before the first statement that writes, later
    than SQLAlchemy's own log says. (Source: the sqlite3 module's "legacy transaction control".)

    Returns:
        The list that the statements are added to, each with its parameters.

    """
    sent: list[str] = []

    def before_execute(connection: Connection, *_: Any) -> None:
        connection.info["was_in_transaction"] = _in_transaction(connection)

    def after_execute(
        connection: Connection, cursor: Any, statement: str, parameters: Any, *_: Any
    ) -> None:
        begins = _in_transaction(connection) and not connection.info["was_in_transaction"]
        if begins and not statement.lstrip().upper().startswith(("BEGIN", "SAVEPOINT")):
            sent.append("BEGIN")  # the driver's; those two begin a transaction themselves
        lines = [line.rstrip() for line in statement.strip().splitlines()]
        sent.append("\n".join(lines) + (f"\n    with {parameters}" if parameters else ""))

    def refused(context: ExceptionContext) -> None:
        if context.connection is not None and context.statement is not None:
            after_execute(context.connection, None, context.statement, context.parameters)
            sent[-1] += f"\n    refused: {context.original_exception}"

    def commit(connection: Connection) -> None:
        if _in_transaction(connection):
            sent.append("COMMIT")

    def rollback(connection: Connection) -> None:
        if _in_transaction(connection):
            sent.append("ROLLBACK")

    listeners = {
        "before_cursor_execute": before_execute,
        "after_cursor_execute": after_execute,
        "handle_error": refused,
        "commit": commit,
        "rollback": rollback,
    }
    for name, listener in listeners.items():
        event.listen(Engine, name, listener)
    try:
        yield sent
    finally:
        for name, listener in listeners.items():
            event.remove(Engine, name, listener)
        print("\n".join(sent) or "(no SQL was sent)")
