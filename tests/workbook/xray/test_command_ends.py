"""The command ends: an app that hangs, Ctrl-C, another signal, and a pipe that is closed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.shared.other_apps import write
from tests.shared.processes import is_running, wait_until

# Each way of hanging first says, in a file that it makes, that it has begun.
HANGING = """
import asyncio, os, sqlite3, threading, time
from pathlib import Path

from fastapi import FastAPI

app = FastAPI()
BEGUN = Path(os.environ["BEGUN"])
lock = threading.Lock()
lock.acquire()


@app.get("/loop")
def loop():
    BEGUN.touch()
    while True:
        pass


@app.get("/async-loop")
async def async_loop():
    BEGUN.touch()
    while True:
        pass


@app.get("/lock")
def waits():
    BEGUN.touch()
    lock.acquire()


@app.get("/executor")
async def executor():
    BEGUN.touch()
    await asyncio.get_running_loop().run_in_executor(None, lock.acquire)


@app.get("/many")
def many():
    values = []
    for i in range(100):
        values = [*values, str(i) * 1000]
    return len(values)
"""
STARTS_FOREVER = """
import os, time
from pathlib import Path

Path(os.environ["BEGUN"]).touch()
time.sleep(600)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "copies").mkdir()
    return write(tmp_path / "app", main=HANGING, slow=STARTS_FOREVER)


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "workbook", "trace", *arguments]
    settings = {"BEGUN": str(folder.parent / "begun"), "TMPDIR": str(folder.parent / "copies")}
    return subprocess.Popen(
        command,
        cwd=folder,
        env=os.environ | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize(
    ("name", "path", "number"),
    [
        ("main.py", "/loop", signal.SIGINT),
        ("main.py", "/async-loop", signal.SIGINT),
        ("main.py", "/lock", signal.SIGINT),
        ("main.py", "/executor", signal.SIGINT),
        ("slow.py", "/", signal.SIGINT),
        ("main.py", "/lock", signal.SIGTERM),
    ],
)
def test_one_signal_ends_it(folder: Path, name: str, path: str, number: int) -> None:
    with start(folder, name, "GET", path) as process:
        try:
            wait_until((folder.parent / "begun").exists)
            process.send_signal(number)
            stdout, stderr = process.communicate(timeout=20)
        finally:
            process.kill()
    assert process.returncode == 128 + number
    assert "Traceback" not in stdout + stderr
    assert "stopped" in stderr or number != signal.SIGINT
    assert not is_running(process.pid)
    assert list((folder.parent / "copies").iterdir()) == []


def test_a_closed_pipe_is_no_error(folder: Path) -> None:
    with start(folder, "main.py", "GET", "/many") as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr is not None
        stderr = process.stderr.read()
        process.wait(60)
    assert (process.returncode, stderr) == (0, "")
    assert time.monotonic() > 0
