"""Locks of SQLite in one thread: who waits for one waits in vain, as its owner cannot go on.

So nobody waits, and whoever wants a lock that is taken is refused at once: with the same error,
only sooner. How long it would have waited is known.
"""

import sqlite3
from contextlib import suppress
from typing import Any

from sqlalchemy import Engine, ExceptionContext, event

DEFAULT = 5.0  # seconds that Python's driver waits if it is not told otherwise
PATIENCE = "workbook_patience"

refused: list[float] = []  # how long each that was refused would have waited


def install() -> None:
    """Let nobody wait from now on."""
    event.listen(Engine, "do_connect", _connect)
    event.listen(Engine, "handle_error", _note)


def _connect(dialect: Any, record: Any, _: object, parameters: dict[str, Any]) -> None:
    if dialect.name == "sqlite" and record is not None:
        record.info[PATIENCE] = float(parameters.get("timeout", DEFAULT))
        parameters["timeout"] = 0


def _note(context: ExceptionContext) -> None:
    error = context.original_exception
    if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
        with suppress(AttributeError, KeyError):  # it is no connection's, or of another time
            refused.append(context.connection.info[PATIENCE])  # type: ignore[union-attr]
