"""The new version under load: many clients at once, and several workers that start at once.

`STARTS=100 uv run pytest tests/test_load.py` starts the four workers 100 times.
"""

import os
import random
import re
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[1]
CLIENTS = 100
UVICORN = ("-m", "uvicorn", "--port=0", "--no-access-log")
# For `Process`: a server whose saves break off in the middle, for root too. The system writes no
# byte beyond 20,000 in any file and sends SIGXFSZ: ignored, it is an error; else it kills.
LIMITED = """
import resource, signal, uvicorn
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
signal.signal(signal.SIGXFSZ, signal.{})
uvicorn.main()"""
FAILING = ("-c", LIMITED.format("SIG_IGN"), *UVICORN[2:])
DYING = ("-c", LIMITED.format("SIG_DFL"), *UVICORN[2:])
APP = (*UVICORN, "after_session.main:app")


class Process(httpx.Client):
    """A server in a process of its own (`python …`), and the client that talks to it."""

    def __init__(self, *command: str, folder: Path) -> None:
        # After an answer of 500 uvicorn closes the connection: a client must not use it again.
        super().__init__(timeout=60, trust_env=False, headers={"connection": "close"})
        self.data_file = folder / "expenses.json"
        self.database_url = f"sqlite:///{folder}/expenses.db"
        self.log = folder / f"{id(self)}.log"
        settings = {"DATA_FILE": str(self.data_file), "DATABASE_URL": self.database_url}
        command = (sys.executable, *command)
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=os.environ | settings, stdout=log, stderr=log
            )
        try:
            self.base_url = self.wait_for(r"running on (http://127\.0\.0\.1:\d+)")[0]
        except BaseException:
            self.close()
            raise

    def wait_for(self, pattern: str, times: int = 1) -> list[str]:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            found = re.findall(pattern, self.log.read_text("utf-8", "replace"))
            if len(found) >= times:
                return found
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(0.02)
        log, status = self.log.read_text("utf-8", "replace"), self.process.poll()
        raise AssertionError(f"no {pattern!r}, exit status {status}, in the log:\n{log}")

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(60)
        super().close()

    def __exit__(self, *_: object) -> None:
        self.close()


def fill(server: Process) -> int:
    count = 0
    expense = {"description": "x" * 200, "amount": 1.25, "category": "food"}
    with suppress(httpx.TransportError):  # it is killed
        while server.post("/expenses", json=expense).status_code == 201:
            count += 1
    return count


def test_four_workers_that_start_at_once_on_an_empty_database_all_serve(tmp_path: Path) -> None:
    for i in range(int(os.environ.get("STARTS", "3"))):
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
