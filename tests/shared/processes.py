"""Servers in processes of their own, which can be killed and limited; and what they are sent."""

import json
import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]
UVICORN = ("-m", "uvicorn", "--port=0", "--no-access-log")
COMMANDS = [(*UVICORN, f"{app}.main:app") for app in ("before_dict_json", "after_session")]
# For `Process`: a server whose saves break off in the middle, for root too. The system writes no
# byte beyond 20,000 in any file and sends SIGXFSZ: ignored, it is an error; else it kills. That
# would hold for bytecode, too: Python does not see that it is cut, and nobody could import it.
LIMITED = """
import resource, signal, sys
sys.dont_write_bytecode = True
import uvicorn
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
signal.signal(signal.SIGXFSZ, signal.{})
uvicorn.main()"""
FAILING = ("-c", LIMITED.format("SIG_IGN"), *UVICORN[2:])
DYING = ("-c", LIMITED.format("SIG_DFL"), *UVICORN[2:])


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


def ids(server: httpx.Client) -> list[int]:
    return [expense["id"] for expense in server.get("/expenses").json()]


def sql(url: str, statement: str) -> list[tuple]:
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database, database:
        return database.execute(statement).fetchall()


def data(counter: object = 1, **changes: object) -> bytes:
    """Return a data file with one expense."""
    expense = {"id": 1, "description": "tea", "amount": 1.5, "category": "food", "date": None}
    return json.dumps({"counter": counter, "expenses": {"1": expense | changes}}).encode()


def is_running(pid: int) -> bool:
    """Tell whether a process is there; one that nobody has waited for yet is not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    try:
        about = Path(f"/proc/{pid}/stat").read_text()
    except ProcessLookupError:
        return False
    except FileNotFoundError:  # it has just ended, or this system has no such files
        return not Path("/proc/self/stat").exists()
    return about.rpartition(")")[2].split()[0] != "Z"


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)
