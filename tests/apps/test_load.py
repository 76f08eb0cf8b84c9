"""The new version under load: many clients at once, and several workers that start at once.

`HEAVY=1 uv run pytest tests/apps/test_load.py` starts the four workers 100 times; in
test_meanwhile.py they meet each time.
"""

import os
import random
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.shared.processes import UVICORN, Process

CLIENTS = 100
APP = (*UVICORN, "after_session.main:app")


def test_four_workers_that_start_at_once_on_an_empty_database_all_serve(tmp_path: Path) -> None:
    for i in range(100 if os.environ.get("HEAVY") else 1):
        folder = tmp_path / str(i)
        folder.mkdir()
        with Process(*APP, "--workers=4", folder=folder) as server:
            server.wait_for("Application startup complete", times=4)
            for _ in range(8):  # each worker may answer
                assert server.get("/summary").json() == {}
            assert not re.findall("died|Traceback", server.log.read_text("utf-8"))


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


def test_100_clients_that_change_the_same_expenses_get_no_500(tmp_path: Path) -> None:
    expense = {"description": "tea", "amount": 1.25, "category": "food"}
    ids = [1]

    def client(number: int) -> list[int]:
        dice = random.Random(number)
        statuses = []
        for method in dice.choices(["POST", "PATCH", "DELETE", "GET"], [1, 3, 1, 2], k=6):
            path = "/expenses" if method == "POST" else f"/expenses/{dice.choice(ids[-5:])}"
            body = {**expense, "amount": dice.randint(1, 99)} if method[0] == "P" else None
            answer = server.request(method, path, json=body)
            statuses.append(answer.status_code)
            if answer.status_code == 201:
                ids.append(answer.json()["id"])
        return statuses

    with Process(*APP, folder=tmp_path) as server, ThreadPoolExecutor(CLIENTS) as pool:
        server.post("/expenses", json=expense)
        statuses = Counter(
            status for client in pool.map(client, range(CLIENTS)) for status in client
        )
        log = server.log.read_text("utf-8")
    errors = Counter(re.findall(r"^[\w.]+Error: [^<\n]*", log, re.MULTILINE))
    assert set(statuses) <= {200, 201, 204, 404}, f"{statuses}\n{errors}"
