"""The new version when other programs use its database at the very same moment.

Load finds such moments by chance (test_load.py); here they come at the statement that is named.
"""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, Engine, NullPool, Table, create_engine, event, text
from sqlalchemy.exc import InvalidRequestError
from sqlmodel import Session, SQLModel

from workbook.server import Server, serve

TEA = {"description": "tea", "amount": 1.25, "category": "food"}


@pytest.fixture(params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    postgresql = request.param == "postgresql"
    url = request.getfixturevalue("empty_postgresql") if postgresql else None
    with serve("after_session", database_url=url) as server:
        yield server


@pytest.fixture
def other(server: Server) -> Engine:
    """Another program's way to the same database: what the server does is not seen here."""
    return create_engine(server.database_url, poolclass=NullPool)


def just_before(server: Server, number: int, act: Callable[[], None]) -> list[str]:
    """Act when the server is about to send this statement, the first is 1; return all it sends."""
    sent: list[str] = []

    def listen(connection: Connection, cursor: object, statement: str, *_: object) -> None:
        sent.append(statement.split()[0])
        if len(sent) == number:
            act()

    event.listen(server.engine, "before_cursor_execute", listen)
    return sent


@pytest.mark.parametrize(
    ("method", "path", "sent"),
    [
        ("POST", "/expenses", ["INSERT", "SELECT"]),
        ("PATCH", "/expenses/1", ["SELECT", "UPDATE"]),
        ("PATCH", "/expenses/1", ["SELECT", "UPDATE", "SELECT"]),
    ],
    ids=["POST_refresh", "PATCH_update", "PATCH_refresh"],
)
def test_an_expense_that_another_deletes_just_before_a_statement_is_not_found(
    server: Server, other: Engine, method: str, path: str, sent: list[str]
) -> None:
    def delete() -> None:
        with other.begin() as connection:
            connection.execute(text("DELETE FROM expense"))

    server.post("/expenses", json=TEA)
    statements = just_before(server, len(sent), delete)
    answer = server.request(method, path, json={**TEA, "amount": 2})
    assert statements == sent
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/json"
    assert answer.text == '{"detail":"Expense not found"}'
    assert server.get("/expenses").text == "[]"


def test_another_invalid_request_is_not_taken_for_an_expense_that_is_gone(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise InvalidRequestError("not what a deleted row says")

    caplog.set_level("ERROR", "uvicorn.error")
    server.post("/expenses", json=TEA)
    just_before(server, 1, fail)
    assert server.get("/expenses/1").status_code == 500
    assert server.get("/expenses/1").status_code == 200
    assert "not what a deleted row says" in caplog.text  # the server's log says what it was


def test_a_table_that_another_worker_makes_meanwhile_is_used(server: Server) -> None:
    with server.engine.begin() as connection:
        connection.execute(text("DROP TABLE expense"))
    table, other = SQLModel.metadata.tables["expense"], create_engine(server.database_url)
    made = []

    def make_it_first(table: Table, connection: Connection, **_: object) -> None:
        if connection.engine is not other:
            made.append(table.name)
            table.create(other)

    event.listen(table, "before_create", make_it_first)
    try:
        server.restart()
    finally:
        event.remove(table, "before_create", make_it_first)
        other.dispose()
    assert made == ["expense"]
    assert server.post("/expenses", json=TEA).status_code == 201


def test_of_40_requests_at_once_as_many_work_as_the_pool_has_connections(server: Server) -> None:
    working, fifteen, go_on = [], threading.Event(), threading.Event()

    def wait(state: object) -> None:
        working.append(state)
        if len(working) == 15:
            fifteen.set()
        go_on.wait(30)

    event.listen(Session, "do_orm_execute", wait)
    try:
        with ThreadPoolExecutor(40) as pool:
            answers = [pool.submit(server.get, "/expenses") for _ in range(40)]
            assert fifteen.wait(30)
            assert not go_on.wait(0.5)  # time enough for a 16th, which would wait for a connection
            at_once = len(working)
            go_on.set()
        assert at_once == 15
        assert {answer.result().status_code for answer in answers} == {200}
        assert len(working) == 40
    finally:
        go_on.set()
        event.remove(Session, "do_orm_execute", wait)
