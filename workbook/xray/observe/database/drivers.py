"""What only a database's driver knows: its open transaction, and how to look from outside.

Nothing here sends SQL through the app's own connection. SQLite (sqlite3, aiosqlite) and
PostgreSQL (psycopg, sync and async, and psycopg2) are known; for others the picture says what is
missing.
"""

import sqlite3
import sys
from typing import Any

from sqlalchemy import Connection

PATIENCE = 0.5  # seconds to wait for a locked database
IN_TRANSACTION = (2, 3)  # libpq's INTRANS and INERROR: after an error it is still open
KEY = """
    SELECT attname FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
    WHERE indisprimary AND indrelid = to_regclass(%s)
    ORDER BY array_position(indkey::int2[], attnum)
"""


def in_transaction(connection: Connection) -> bool | None:
    """Tell whether a transaction is open in the database; None: this driver does not say."""
    driver = _driver(connection)
    if driver is None:
        return False
    if _is_sqlite(driver):
        return driver.in_transaction
    if _is_from("psycopg", driver) or _is_from("psycopg2", driver):
        return driver.info.transaction_status in IN_TRANSACTION
    return None


def begins_with_change(connection: Connection) -> bool:
    """Tell whether an open transaction means a change, as it does to SQLite's drivers only."""
    return _is_sqlite(_driver(connection))


def second(connection: Connection) -> Any:
    """Open one more connection to the same database, which never waits for long.

    Raises:
        LookupError: there cannot be one; the message says why.

    """
    engine, driver = connection.engine, _driver(connection)
    if _is_sqlite(driver):
        if engine.url.database in (None, "", ":memory:"):
            raise LookupError("in memory: only its own connection can see it")
        arguments, own = engine.dialect.create_connect_args(engine.url)
        options: dict[str, Any] = {**own, "timeout": PATIENCE, "isolation_level": None}
        return sqlite3.connect(arguments[0], **options | {"check_same_thread": False})
    # Where the app's own connection really leads, whatever else the engine was told than a URL.
    if _is_from("psycopg", driver):
        return _postgresql("psycopg", driver.info.get_parameters(), driver.info.password)
    if _is_from("psycopg2", driver):
        return _postgresql("psycopg2", driver.info.dsn_parameters, driver.info.password)
    raise LookupError(f"a second connection for {engine.dialect.driver} is not known")


def _postgresql(library: str, parameters: dict[str, str], password: str) -> Any:
    options = {"connect_timeout": 2, **parameters, "password": password}
    connection = sys.modules[library].connect(**options)
    connection.autocommit = True  # an open transaction would see only what was there before
    with connection.cursor() as cursor:
        cursor.execute(f"SET statement_timeout = {int(PATIENCE * 1000)}")
    return connection


def has_table(cursor: Any, name: str) -> bool:
    """Tell whether there is a table, or a view, of this name."""
    if isinstance(cursor, sqlite3.Cursor):
        return bool(_sqlite_columns(cursor, name))
    cursor.execute("SELECT to_regclass(%s)", [name])
    return cursor.fetchall() != [(None,)]


def key(cursor: Any, table: str, columns: tuple[str, ...]) -> tuple[int, ...]:
    """Return the places of the primary key among the columns."""
    if isinstance(cursor, sqlite3.Cursor):
        parts = sorted((row[5], row[0]) for row in _sqlite_columns(cursor, table) if row[5])
        return tuple(place for _, place in parts)
    cursor.execute(KEY, [table])
    return tuple(columns.index(name) for (name,) in cursor.fetchall())


def _sqlite_columns(cursor: sqlite3.Cursor, table: str) -> list[tuple]:
    cursor.execute(f"PRAGMA table_info({table})")
    return cursor.fetchall()


def _driver(connection: Connection) -> Any:
    """Return the driver's own connection, for an async one, too."""
    if connection.invalidated or connection.closed:
        return None
    return connection.connection.driver_connection


def _is_sqlite(driver: Any) -> bool:
    return isinstance(driver, sqlite3.Connection) or _is_from("aiosqlite", driver)


def _is_from(library: str, driver: Any) -> bool:
    return any(each.__module__.partition(".")[0] == library for each in type(driver).__mro__)
