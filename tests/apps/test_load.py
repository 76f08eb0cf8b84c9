"""The new version under load: many clients at once, and several workers that start at once.

`HEAVY=1 uv run pytest -m slow tests/apps/test_load.py` starts the four workers 100 times, and
five times sends them 6,000 requests while other programs keep the processors busy. In
test_meanwhile.py requests meet each time.
"""

import os
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.shared.processes import UVICORN, Process, ids

pytestmark = pytest.mark.slow

CLIENTS = 100
APP = (*UVICORN, "after_session.main:app")
HEAVY = bool(os.environ.get("HEAVY"))
STARTS, RUNS, REQUESTS, BUSY = (100, 5, 60, 8) if HEAVY else (1, 1, 6, 0)


@contextmanager
def busy_processors() -> Iterator[None]:
    with ExitStack() as stack:
        for _ in range(BUSY):
            loop = stack.enter_context(subprocess.Popen([sys.executable, "-c", "while True: pass"]))
            stack.callback(loop.kill)
        yield


def test_four_workers_that_start_at_once_on_an_empty_database_all_serve(tmp_path: Path) -> None:
    for i in range(STARTS):
        folder = tmp_path / str(i)
        folder.mkdir()
        with Process(*APP, "--workers=4", folder=folder) as server:
            server.wait_for("Application startup complete", times=4)
            for _ in range(8):  # each worker may answer
                assert server.get("/summary").json() == {}
            if i < RUNS:
                with busy_processors():
                    change_the_same_expenses(server)
            assert not re.findall("died|Traceback", server.log.read_text("utf-8"))


def change_the_same_expenses(server: Process) -> None:
    """Let 100 clients mix requests: none is answered 500, and what was acknowledged is there."""
    tea = {"description": "tea", "amount": 1.25, "category": "food"}
    created, deleted = [server.post("/expenses", json=tea).json()["id"]], set()

    def client(number: int) -> list[int]:
        dice = random.Random(number)
        statuses = []
        for method in dice.choices(["POST", "PATCH", "DELETE", "GET"], [1, 3, 1, 2], k=REQUESTS):
            expense_id = dice.choice(created[-5:])
            path = "/expenses" if method == "POST" else f"/expenses/{expense_id}"
            body = {**tea, "amount": dice.randint(1, 99)} if method[0] == "P" else None
            answer = server.request(method, path, json=body)
            statuses.append(answer.status_code)
            if answer.status_code == 201:
                created.append(answer.json()["id"])
            if answer.status_code == 204:
                deleted.add(expense_id)
        return statuses

    with ThreadPoolExecutor(CLIENTS) as pool:
        statuses = Counter(
            status for client in pool.map(client, range(CLIENTS)) for status in client
        )
    errors = Counter(
        re.findall(r"^[\w.]+Error: [^<\n]*", server.log.read_text("utf-8"), re.MULTILINE)
    )
    assert set(statuses) <= {200, 201, 204, 404}, f"{statuses}\n{errors}"
    assert ids(server) == sorted(set(created) - deleted)


def test_each_of_500_expenses_from_100_clients_is_stored_once(tmp_path: Path) -> None:
    def create(number: int) -> tuple[int, dict]:
        body = {"description": f"expense {number}", "amount": 1.25, "category": "food"}
        answer = server.post("/expenses", json=body)
        return answer.status_code, answer.json()

    with Process(*APP, folder=tmp_path) as server, ThreadPoolExecutor(CLIENTS) as pool:
        answers = list(pool.map(create, range(5 * CLIENTS)))
        stored = server.get("/expenses").json()
    assert Counter(status for status, _ in answers) == {201: 500}
    assert sorted((expense for _, expense in answers), key=lambda e: e["id"]) == stored
    assert [expense["id"] for expense in stored] == list(range(1, 501))
    assert {expense["description"] for expense in stored} == {f"expense {i}" for i in range(500)}
