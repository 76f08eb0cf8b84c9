"""What only a database's driver knows: its open transaction, and how to look from outside.

Nothing here sends SQL through the app's own connection. SQLite (sqlite3, aiosqlite) and
PostgreSQL (psycopg, sync and async, and psycopg2) are known; for others the picture says what is
missing.
"""

import sqlite3
import sys
import time
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.pool import SingletonThreadPool, StaticPool

from workbook.xray.table_state import EACH_CONNECTION, EACH_THREAD

PATIENCE = 0.5  # seconds to wait for a locked database, or for rows that are hard to find
OFTEN = 10_000  # after so many of its own instructions SQLite is asked whether it takes too long
# libpq's ACTIVE, INTRANS and INERROR: a COMMIT that is still on its way has not ended it, nor has
# an error.
IN_TRANSACTION = (1, 2, 3)
LEGACY = -1  # sqlite3's way to begin a transaction, which it had no name for up to Python 3.11


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


def is_sqlite(connection: Connection) -> bool:
    """Tell whether the database is SQLite."""
    return _is_sqlite(_driver(connection))


def begins_with_change(connection: Connection) -> bool:
    """Tell whether an open transaction means a change: SQLite's driver begins none before.

    An app can switch that off.
    """
    driver = _driver(connection)
    if not _is_sqlite(driver) or driver.isolation_level is None:
        return False
    return getattr(driver, "autocommit", LEGACY) == LEGACY


def second(connection: Connection) -> Any:
    """Open one more connection to the same database, which never waits for long.

    Raises:
        LookupError: there cannot be one; the message says why.

    """
    engine, driver = connection.engine, _driver(connection)
    if _is_sqlite(driver):
        if _is_in_memory(engine):
            raise LookupError(_of_memory(engine))
        arguments, own = engine.dialect.create_connect_args(engine.url)
        options: dict[str, Any] = {**own, "timeout": PATIENCE, "isolation_level": None}
        options |= {"check_same_thread": False, "detect_types": 0}
        return sqlite3.connect(arguments[0], **options)
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


def _is_in_memory(engine: Engine) -> bool:
    where = engine.url.database or ":memory:"
    return ":memory:" in where or "mode=memory" in f"{where}?{engine.url.render_as_string()}"


def _of_memory(engine: Engine) -> str:
    pool = engine.pool
    if isinstance(pool, StaticPool):
        return "in memory: only its own connection can see it"
    return EACH_THREAD if isinstance(pool, SingletonThreadPool) else EACH_CONNECTION


def be_patient(driver: Any) -> None:
    """Let SQLite give up what it is asked for next if that takes too long; others do by setting."""
    if isinstance(driver, sqlite3.Connection):
        end = time.monotonic() + PATIENCE
        driver.set_progress_handler(lambda: time.monotonic() > end, OFTEN)


def _driver(connection: Connection) -> Any:
    """Return the driver's own connection, for an async one, too."""
    if connection.invalidated or connection.closed:
        return None
    return connection.connection.driver_connection


def _is_sqlite(driver: Any) -> bool:
    return isinstance(driver, sqlite3.Connection) or _is_from("aiosqlite", driver)


def _is_from(library: str, driver: Any) -> bool:
    return any(each.__module__.partition(".")[0] == library for each in type(driver).__mro__)
