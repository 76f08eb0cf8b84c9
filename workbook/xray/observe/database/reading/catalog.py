"""What a database knows of its tables, asked on a connection that is not the app's."""

import sqlite3
from typing import Any

KEY = """
    SELECT attname FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
    WHERE indisprimary AND indrelid = to_regclass(%s)
    ORDER BY array_position(indkey::int2[], attnum)
"""
# Whether a change of other rows may change these: by a trigger, or by what a foreign key orders.
POSTGRESQL_REACTS = """
    SELECT EXISTS (SELECT FROM pg_trigger WHERE NOT tgisinternal)
        OR EXISTS (SELECT FROM pg_constraint WHERE conrelid = to_regclass(%s) AND contype = 'f'
                   AND (confdeltype IN ('c', 'n', 'd') OR confupdtype IN ('c', 'n', 'd')))
"""


def has_table(cursor: Any, name: str) -> bool:
    """Tell whether there is a table, or a view, of this name."""
    if isinstance(cursor, sqlite3.Cursor):
        return bool(_sqlite_columns(cursor, name))
    cursor.execute("SELECT to_regclass(%s)", [name])
    return cursor.fetchall() != [(None,)]


def key(cursor: Any, table: str) -> tuple[str, ...]:
    """Return the columns that tell a row from all others, quoted; nothing if there are none.

    They are those of the primary key; a table of SQLite without one has a hidden number.
    """
    if not isinstance(cursor, sqlite3.Cursor):
        cursor.execute(KEY, [table])
        return tuple(quoted(name, percent="%%") for (name,) in cursor.fetchall())
    parts = sorted((row[5], row[1]) for row in _sqlite_columns(cursor, table) if row[5])
    return tuple(quoted(name) for _, name in parts) or _hidden_number(cursor, table)


def _hidden_number(cursor: sqlite3.Cursor, table: str) -> tuple[str, ...]:
    columns = {row[1].lower() for row in _sqlite_columns(cursor, table)}
    name = next((each for each in ("rowid", "oid", "_rowid_") if each not in columns), "")
    try:
        cursor.execute(f"SELECT {name} FROM {table} LIMIT 1")
        return () if cursor.fetchall() == [(None,)] else (name,)
    except sqlite3.OperationalError:  # a view
        return ()


def quoted(name: str, percent: str = "%") -> str:
    """Return the name of a column as it stands in SQL."""
    inner = name.replace('"', '""').replace("%", percent)
    return f'"{inner}"'


def placeholder(cursor: Any) -> str:
    """Return what stands for a parameter in SQL."""
    return "?" if isinstance(cursor, sqlite3.Cursor) else "%s"


def reacts(cursor: Any, table: str) -> bool:
    """Tell whether the rows may change with others: by a trigger, or what a foreign key orders."""
    if not isinstance(cursor, sqlite3.Cursor):
        cursor.execute(POSTGRESQL_REACTS, [table])
        return bool(cursor.fetchall()[0][0])
    cursor.execute("SELECT 1 FROM sqlite_master WHERE type = 'trigger' LIMIT 1")
    if cursor.fetchall():
        return True
    cursor.execute(f"PRAGMA foreign_key_list({table})")
    return any(not {row[5], row[6]} <= {"NO ACTION", "RESTRICT"} for row in cursor.fetchall())


def _sqlite_columns(cursor: sqlite3.Cursor, table: str) -> list[tuple]:
    cursor.execute(f"PRAGMA table_info({table})")
    return cursor.fetchall()
