"""What Python tells no audit hook of: it is looked at here."""

import multiprocessing.util
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from importlib import import_module
from typing import Any
from unittest.mock import patch

from workbook.xray.any_app.guard import ChangeRefusedError, Guard

TRACKER = "from multiprocessing.resource_tracker import main"  # it only tidies up
DBM = ("_gdbm", "_dbm")  # shelve's databases, where Python was built with them


@contextmanager
def looked_at(guard: Guard) -> Iterator[None]:
    """Let a guard look at these, too.

    Args:
        guard: of this process.

    """
    spawn: Any = multiprocessing.util.spawnv_passfds

    def spawned(path: Any, words: Any, fds: Any) -> int:
        if not any(TRACKER in str(each) for each in words):
            guard.look("subprocess.Popen", (path, words))
        return spawn(path, words, fds)

    connect = sqlite3.connect

    @wraps(connect)
    def connected(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection = connect(*arguments, **options)
        connection.set_authorizer(lambda *action: _authorized(guard, *action))
        return connection

    with (
        patch.object(multiprocessing.util, "spawnv_passfds", spawned),
        patch.object(sqlite3, "connect", connected),
        patch.object(sqlite3.dbapi2, "connect", connected),
    ):
        for name in DBM:
            try:
                module: Any = import_module(name)
            except ImportError:
                continue
            module.open = _looks(module.open, guard)
        yield


def _looks(opens: Callable[..., Any], guard: Guard) -> Callable[..., Any]:
    @wraps(opens)
    def looked(path: Any, flag: str = "r", *rest: Any) -> Any:
        if flag[:1] != "r":
            guard.changes(path)
        return opens(path, flag, *rest)

    return looked


def _authorized(guard: Guard, action: int, database: str | None, *_: Any) -> int:
    """Look at a database before ATTACH, or VACUUM INTO, opens it."""
    if action != sqlite3.SQLITE_ATTACH:
        return sqlite3.SQLITE_OK
    try:
        if database is None:  # it is not in the text of the statement
            guard.refuse("a database, by ATTACH with a parameter")
        else:
            guard.connects(database)
    except ChangeRefusedError:
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK
