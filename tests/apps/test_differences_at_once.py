"""Each labelled difference happens as it is described, on both sides: those of what meets.

Requests at the same time, workers that share the data, other programs.
"""

import fcntl
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, nullcontext
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import SAWarning
from sqlmodel import Session

from tests.shared.processes import UVICORN, Process, ids, sql
from workbook.server import Server, serve

BEFORE, AFTER = "before_dict_json.main:app", "after_session.main:app"
TEA = {"description": "tea", "amount": 1.25, "category": "food"}


def test_two_workers(tmp_path: Path) -> None:
    def use_two(app: str) -> tuple[list[int], list[int], list[int]]:
        command = (*UVICORN, app)
        with Process(*command, folder=tmp_path) as one, Process(*command, folder=tmp_path) as two:
            new = [server.post("/expenses", json=TEA).json()["id"] for server in (one, one, two)]
            return new, ids(one), ids(two)

    assert use_two(BEFORE) == ([1, 2, 1], [1, 2], [1])
    assert (tmp_path / "expenses.json").read_text("utf-8").count("tea") == 1
    assert use_two(AFTER) == ([1, 2, 3], [1, 2, 3], [1, 2, 3])


def test_parallel_requests() -> None:
    def create(number: int) -> int:
        return server.post("/expenses", json={**TEA, "description": str(number)}).status_code

    with serve("before_dict_json") as server, ThreadPoolExecutor(16) as pool:
        statuses = list(pool.map(create, range(500)))
        there = [int(expense["description"]) for expense in server.get("/expenses").json()]
        assert 500 in [statuses[number] for number in there]
    with serve("after_session") as server, ThreadPoolExecutor(16) as pool:
        assert set(pool.map(create, range(200))) == {201}
        assert ids(server) == list(range(1, 201))


def meanwhile(server: Server, act: Callable[[], object]) -> None:
    """Act when the next request has found its expense, and has not yet changed it."""
    acts = [act]

    class Expenses(dict):
        def __contains__(self, key: object) -> bool:
            found = super().__contains__(key)
            if acts:
                acts.pop()()
            return found

    if server.engine is None:
        server.main.expenses = Expenses(server.main.expenses)
    else:
        event.listen(Session, "before_commit", lambda _: act(), once=True)


def test_two_deletes_at_once() -> None:
    def delete(server: Server) -> None:
        statuses.append(server.delete("/expenses/1").status_code)

    with serve("before_dict_json") as before, serve("after_session") as after:
        for server, expected in ((before, [204, 500]), (after, [204, 204])):
            server.post("/expenses", json=TEA)
            statuses: list[int] = []
            meanwhile(server, lambda server=server: delete(server))
            with pytest.warns(SAWarning) if server is after else nullcontext():
                delete(server)
            assert statuses == expected
            assert server.get("/expenses").text == "[]"


def test_patch_that_changes_nothing() -> None:
    def patch(server: Server, amount: float) -> float:
        return server.patch("/expenses/1", json={"amount": amount}).json()["amount"]

    with serve("before_dict_json") as before, serve("after_session") as after:
        for server, file in (
            (before, before.data_file),
            (after, after.data_file.with_suffix(".db")),
        ):
            server.post("/expenses", json=TEA)
            old = file.stat()
            assert patch(server, 1.25) == 1.25
            is_written = (old.st_ino, old.st_mtime_ns) != (
                file.stat().st_ino,
                file.stat().st_mtime_ns,
            )
            meanwhile(server, lambda server=server: patch(server, 7))
            answered = patch(server, 1.25)
            stored = server.get("/expenses/1").json()["amount"]
            expected = (True, 1.25, 1.25) if server is before else (False, 7, 7)
            assert (is_written, answered, stored) == expected


def test_change_from_outside() -> None:
    with serve("before_dict_json") as before, serve("after_session") as after:
        servers = (before, after)
        for server in servers:
            server.post("/expenses", json=TEA)
        before.data_file.write_text(before.stored().replace("tea", "jam"), "utf-8")
        sql(after.database_url, "UPDATE expense SET description = 'jam'")
        assert ["jam" in server.get("/expenses").text for server in servers] == [False, True]
        for server in servers:
            server.post("/expenses", json=TEA)
        assert ["jam" in server.stored() for server in servers] == [False, True]


def test_lock_from_outside(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/a.db?timeout=0.1"
    with serve("before_dict_json") as before, serve("after_session", database_url=url) as after:
        before.post("/expenses", json=TEA)
        with before.data_file.open() as file, closing(sqlite3.connect(tmp_path / "a.db")) as other:
            fcntl.flock(file, fcntl.LOCK_EX)
            other.execute("BEGIN IMMEDIATE")
            assert after.get("/expenses").status_code == 200
            posts = [server.post("/expenses", json=TEA) for server in (before, after)]
        assert [answer.status_code for answer in posts] == [201, 500]
