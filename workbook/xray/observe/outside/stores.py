"""Sees storage past SQLAlchemy: the SQL of sqlite3, and of other stores that they are used."""

import sqlite3
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from types import FrameType, ModuleType
from typing import Any

from workbook.xray.entries import AT_ONCE, SQLITE3, Statement
from workbook.xray.observe.frames import in_sight
from workbook.xray.observe.memory.attributes import fields_of, kind_of, module_of, mro
from workbook.xray.observe.memory.own_code import is_own
from workbook.xray.observe.memory.places import app_state
from workbook.xray.observe.outside.audit import CONNECTED, current_hearers, sqlalchemys
from workbook.xray.observe.outside.sql_text import shown
from workbook.xray.observe.reports import Reports
from workbook.xray.snapshot import Snapshot

# By the package that the class of an object is from: what it is called.
STORES = {
    **{name: name for name in ("redis", "valkey", "aioredis", "tinydb", "shelve", "dbm", "lmdb")},
    **{name: name for name in ("pymongo", "motor", "beanie", "mongoengine", "odmantic")},
    **{name: name for name in ("peewee", "tortoise", "databases", "piccolo", "pony", "prisma")},
    **{name: name for name in ("boto3", "aioboto3", "minio", "elasticsearch", "opensearchpy")},
    **{name: name for name in ("cassandra", "neo4j", "diskcache", "pymemcache", "aiomcache")},
    **{name: name for name in ("supabase", "firebase_admin", "dataset", "gel", "edgedb", "ZODB")},
    **{"botocore": "boto3", "google.cloud.firestore_v1": "Firestore"},
}
# Of these SQLAlchemy uses some, whose errors an app may name: only an object tells that it does.
DRIVERS = {
    **{name: name for name in ("asyncpg", "psycopg", "psycopg2", "aiosqlite", "pymysql", "duckdb")},
    **{name: name for name in ("MySQLdb", "aiomysql", "oracledb", "pyodbc", "pandas")},
    **{"mysql": "mysql.connector"},
}
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "DROP", "ALTER")
BEGINS, ENDS = ("BEGIN", "SAVEPOINT"), ("COMMIT", "END", "ROLLBACK")
TO_SAVEPOINT = ("ROLLBACK TO", "ROLLBACK TRANSACTION TO")
UNSEEN = "is used here: what it stores is not seen"
CLOSES = "no SQL: the connection is closed, so what was not committed is undone"
NOT_YET = (
    "what was written with sqlite3 is not committed when the request is over: it is undone if the "
    "connection is closed before a commit"
)


class Stores:
    """The observer.

    Args:
        reports: is told the SQL, and which stores are used.

    """

    def __init__(self, reports: Reports) -> None:
        self._reports = reports
        self._watched: set[int] = set()  # connections, by `id`
        self._unsure: set[int] = set()  # the listeners of those that have written, and not ended it

    def look(self, frames: Sequence[FrameType]) -> Snapshot:
        """Return nothing: there is only something to report."""
        for frame in frames:
            for value in in_sight(frame).values():
                with suppress(Exception):  # whatever strange object this is
                    self._note(value)
                    is_ours = is_own(module_of(kind_of(value)))
                    inner = fields_of(value) if is_ours else app_state(value)
                    for each in list((inner or {}).values()):
                        self._note(each)
        return {}

    def hear(self, event: str, arguments: tuple) -> None:
        """Watch a connection that is about to be ready."""
        if event != CONNECTED or id(arguments[0]) in sqlalchemys or sys.getprofile() is not None:
            return
        self._watched.discard(id(arguments[0]))
        fresh = [arguments[0]]

        def watch(*_: Any) -> None:
            sys.setprofile(None)
            while fresh:
                self._watch(fresh.pop())

        sys.setprofile(watch)  # it is ready at whatever this thread calls, or returns from, next

    def sent(self, sql: str, listener: int, *, in_transaction: bool) -> None:
        """Note a statement that sqlite3 is about to run."""
        writes = sql.lstrip().upper().startswith(WRITES)
        if writes and in_transaction:
            self._unsure.add(listener)
        elif not in_transaction:
            self._unsure.discard(listener)
        note = AT_ONCE if writes and not in_transaction else ""
        self._reports.sent(Statement(shown(sql), note=note, cause=SQLITE3))

    def closed(self, listener: int) -> None:
        """Note that a connection is closed: what it has not committed is undone."""
        if listener in self._unsure:
            self._unsure.discard(listener)
            self._reports.sent(Statement("ROLLBACK", note=CLOSES, cause=SQLITE3))

    def ends(self) -> None:
        """Say at the end what is not committed."""
        if self._unsure:
            self._reports.trouble(NOT_YET)

    def _note(self, value: Any) -> None:
        kind = kind_of(value)
        if kind is sqlite3.Cursor:
            value, kind = value.connection, type(value.connection)
        if issubclass(kind, sqlite3.Connection):
            self._watch(value)
            return
        name = store_of(value)
        if name:
            self._reports.trouble(f"{name} {UNSEEN}")

    def _watch(self, connection: sqlite3.Connection) -> None:
        if id(connection) in self._watched or id(connection) in sqlalchemys:
            return
        self._watched.add(id(connection))
        try:
            is_begun = sqlite3.Connection.in_transaction.__get__(connection)
            sqlite3.Connection.set_trace_callback(connection, _Listener(is_begun))
        except sqlite3.Error:  # it is closed, or belongs to another thread
            self._reports.trouble(f"sqlite3 {UNSEEN}")


class _Listener:
    """Is called by a connection, as long as it lives, and tells who follows the code that runs."""

    def __init__(self, is_begun: bool) -> None:
        self._is_begun = is_begun

    def __call__(self, sql: str) -> None:
        """Note a statement that is about to run."""
        word = sql.lstrip().upper()
        is_over = word.startswith(ENDS) and not word.startswith(TO_SAVEPOINT)
        self._is_begun = (self._is_begun or word.startswith(BEGINS)) and not is_over
        for each in current_hearers():
            if isinstance(each, Stores):
                each.sent(sql, id(self), in_transaction=self._is_begun)

    def __del__(self) -> None:
        """Its connection lets go of it: that is closed, and undoes what it has begun."""
        with suppress(Exception):  # such as at the end of the process
            for each in current_hearers() if self._is_begun else ():
                if isinstance(each, Stores):
                    each.closed(id(self))


def store_of(value: Any) -> str:
    """Return the name of the store that a value belongs to; nothing if it is of none."""
    kind = kind_of(value)
    if kind is ModuleType:
        return _named(value.__name__, is_object=False)
    is_class = type in mro(kind)
    bases = mro(value if is_class else kind)
    if BaseException in bases:
        return ""
    names = (_named(module_of(each), is_object=not is_class) for each in bases)
    return next(filter(None, names), "")


@lru_cache(maxsize=1024)
def _named(module: str, *, is_object: bool) -> str:
    if is_own(module):
        return ""
    parts = module.split(".")
    names = (".".join(parts[: size + 1]) for size in range(min(len(parts), 3)))
    known = STORES | DRIVERS if is_object else STORES
    return next((known[name] for name in names if name in known), "")
