"""Locks of SQLite in one thread: who waits for one waits in vain, as its owner cannot go on.

So nobody waits, and whoever wants a lock that is taken is refused at once: with the same error,
only sooner. How long it would have waited is known.
"""

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import httpx
from sqlalchemy import Engine, ExceptionContext, event

DEFAULT = 5.0  # seconds that Python's driver waits if it is not told otherwise
PATIENCE = "workbook_patience"
WAITED = "no answer within {:g} seconds: the app waits for a lock of its database"

_refused: list[float] = []  # how long each that was refused would have waited


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
            _refused.append(context.connection.info[PATIENCE])  # type: ignore[union-attr]


class WaitingForLocks:
    """The requests of an app that it would still work on when their client has gone."""

    def __init__(self) -> None:
        self._left: list[httpx.Request] = []

    def answered(
        self, request: httpx.Request, send: Callable[[httpx.Request], httpx.Response]
    ) -> httpx.Response:
        """Let the app answer a request, after those that were left waiting.

        Args:
            request: what a client sends.
            send: lets the app answer.

        Raises:
            httpx.ReadTimeout: the app would wait for a lock longer than the client for its answer.

        """
        while self._left:
            with suppress(httpx.TransportError):  # nobody hears of it
                send(self._left.pop(0))
        _refused.clear()
        response = send(request)
        seconds = request.extensions.get("timeout", {}).get("read")
        if seconds is not None and seconds < max(_refused, default=0):
            # No app is told that its client has gone: it would store this once the lock is free.
            self._left.append(request)
            raise httpx.ReadTimeout(WAITED.format(seconds), request=request)
        return response
