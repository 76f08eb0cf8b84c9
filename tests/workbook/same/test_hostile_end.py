"""However a comparison ends, no process and no folder is left, and no file is changed."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.shared.processes import is_running, wait_until
from workbook.command_line.ending import PROCESS
from workbook.processes.descendants import descendants
from workbook.processes.held_folder import held_folder
from workbook.same.requests.step import RESTART, Step
from workbook.same.side.runner import side
from workbook.xray.any_app.errors import AppError

pytestmark = pytest.mark.slow

APP = """
import os, time
from contextlib import asynccontextmanager
from fastapi import FastAPI

@asynccontextmanager
async def life(_):
    {}
    yield
    {}

app = FastAPI(lifespan=life)

@app.get("/ok")
def ok():
    return 1

@app.get("/hangs")
def hangs():
    if os.fork() == 0:
        os.setsid()
    time.sleep(1000)
"""
OK = Step("GET /ok")


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr("tempfile.tempdir", None)
    return folder


def made(folder: Path, start: str = "pass", end: str = "pass", more: str = "") -> str:
    (folder / "main.py").write_text(APP.format(start, end) + more)
    return str(folder / "main.py")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_signal_while_an_app_hangs(tmp_path: Path, temporary: Path, number: int) -> None:
    name = made(tmp_path)
    command = [sys.executable, "-m", "workbook", "same", name, name, "--patience=60"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        # An app's child, in a session of its own: one of the command, the server, two apps.
        wait_until(lambda: len({os.getsid(p) for p in descendants(process.pid)}) > 4)
        processes = descendants(process.pid)
        process.send_signal(number)
        said = process.communicate(timeout=20)[1]
    wait_until(lambda: not any(map(is_running, processes)))
    if number == signal.SIGTERM:
        assert (process.returncode, said) == (143, "stopped\n")
    else:
        with held_folder():  # the next one deletes what is left
            pass
    assert list(temporary.iterdir()) == []


def test_a_side_that_is_closed_while_it_works(tmp_path: Path, temporary: Path) -> None:
    outcome: list[object] = []

    def work() -> None:
        try:
            while True:
                outcome.append(app.run([OK, RESTART, Step("GET /hangs")]))
        except AppError as error:
            outcome.append(error)

    with side(made(tmp_path), patience=60) as app:
        thread = threading.Thread(target=work)
        thread.start()
        wait_until(lambda: len({os.getsid(p) for p in descendants(os.getpid())}) > 2)  # it hangs
    thread.join(10)
    assert not thread.is_alive()
    assert "is not asked any more" in str(outcome[-1])
    assert list(temporary.iterdir()) == []


def test_a_stopped_command_asks_nothing_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with side(made(tmp_path)) as app:
        monkeypatch.setattr(PROCESS, "stopped_by", signal.SIGTERM)
        with pytest.raises(KeyboardInterrupt):
            app.run([OK])


def test_an_app_that_does_not_begin_or_end(tmp_path: Path) -> None:
    with side(made(tmp_path, start="time.sleep(1000)"), patience=0.5) as app:
        (answer,) = app.run([OK]).answers
        assert answer["raised"] == "it does not start: its lifespan: no end within 0.5 s"
    with side(made(tmp_path, end="time.sleep(1000)"), patience=0.5) as app:
        assert [each["status"] for each in app.run([OK, RESTART, OK]).answers] == [200, 200]
        (note,) = app.notes
        assert note.endswith("its lifespan does not end within 0.5 s: it was killed")


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ("os._exit(4)", "its process ended with status 4"),
        ("os.abort()", "its process was ended by SIGABRT"),
        ("app.openapi = lambda: [1]", "what it gives has no paths"),
        ("app.openapi = lambda: 1 / 0", "ZeroDivisionError"),
    ],
)
def test_an_app_that_cannot_be_compared(tmp_path: Path, more: str, why: str) -> None:
    with pytest.raises(AppError, match=why), side(made(tmp_path, more=more)) as app:
        app.document()


def test_an_app_with_a_process_of_its_own(tmp_path: Path) -> None:
    # No Manager: its socket has a name in TMPDIR, which is too long where tests run in parallel.
    more = "import multiprocessing\n"
    more += "multiprocessing.Process(target=time.sleep, args=(1000,), daemon=True).start()\n"
    with side(made(tmp_path, more=more)) as app:
        since = time.monotonic()
        assert [each["status"] for _ in range(5) for each in app.run([OK]).answers] == 5 * [200]
        assert time.monotonic() - since < 5, "its end is told, and not waited for"
        assert "a new process for each example" in app.notes[0]
