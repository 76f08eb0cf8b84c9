"""`python -m module` in a fork: it does what a new Python does, and whatever ends is noticed."""

import os
import signal
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.shared.processes import is_running, wait_until
from workbook.processes.fork_server import FORK_SERVER, ServerEndedError
from workbook.processes.python_process import PythonProcess

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
Start = Callable[..., PythonProcess]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a module that is written into the working folder."""
    started: list[PythonProcess] = []

    def start(source: str, *arguments: str, **environment: str) -> PythonProcess:
        folder = tmp_path / str(len(started))
        folder.mkdir()
        (folder / "job.py").write_text(source)
        output = folder / "output"
        process = PythonProcess(
            "job", arguments, folder=folder, environment=environment, output=output
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.end()


@pytest.mark.parametrize(
    ("source", "status"),
    [
        ("", 0),
        ("import sys; sys.exit(3)", 3),
        ("import sys; sys.exit('why')", 1),
        ("1 / 0", 1),
        ("import os; os._exit(4)", 4),
        ("import os; os.kill(os.getpid(), 9)", -9),
        ("import os; os.abort()", -signal.SIGABRT),
    ],
)
def test_it_ends_as_a_new_python_would(start: Start, source: str, status: int) -> None:
    assert start(source).wait(60) == status


def test_of_one_that_ends_at_once_both_messages_come_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = socket.socketpair()
    monkeypatch.setattr(FORK_SERVER, "link", lambda: ours)
    with theirs:
        theirs.sendall(b"started 7\nended -9\n")
        process = PythonProcess("x", [], folder=tmp_path, environment={}, output=tmp_path / "out")
        assert (process.pid, process.wait(0)) == (7, -9)


def test_it_has_what_it_was_given(start: Start, tmp_path: Path) -> None:
    source = """
import os, sys
print(__name__, sys.argv[1:], os.getcwd(), os.environ["MINE"], sys.stdin.read())
print("to stderr", file=sys.stderr)
print(os.getsid(0) == os.getpid())
"""
    process = start(source, "one", "two words", MINE="yes")
    assert process.wait(60) == 0
    lines = sorted((tmp_path / "0" / "output").read_text().splitlines())
    assert lines == ["True", f"__main__ ['one', 'two words'] {tmp_path}/0 yes ", "to stderr"]


def test_what_runs_at_the_end_of_python_runs(start: Start, tmp_path: Path) -> None:
    source = """
import atexit, threading, time
atexit.register(print, "at exit")
threading.Thread(target=lambda: (time.sleep(0.1), print("a thread"))).start()
"""
    assert start(source).wait(60) == 0
    assert (tmp_path / "0" / "output").read_text().splitlines() == ["a thread", "at exit"]


def test_wait_returns_none_as_long_as_it_runs_and_end_ends_all_of_it(
    start: Start, tmp_path: Path
) -> None:
    source = "import os, time\nprint(os.fork(), flush=True)\ntime.sleep(99)"
    process = start(source)
    while (text := (tmp_path / "0" / "output").read_text()).count("\n") < 2:
        assert process.wait(0.05) is None
    process.end()
    pids = [process.pid, *(int(line) for line in text.split() if line != "0")]
    assert len(pids) == 2
    wait_until(lambda: not any(map(is_running, pids)))


def test_many_at_once(tmp_path: Path) -> None:
    (tmp_path / "job.py").write_text("import sys; sys.exit(int(sys.argv[1]))")

    def run(number: int) -> int | None:
        output = tmp_path / str(number)
        process = PythonProcess(
            "job", [str(number)], folder=tmp_path, environment={}, output=output
        )
        return process.wait(60)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(run, range(40))) == list(range(40))


def test_a_server_that_is_killed_is_noticed_and_replaced(start: Start) -> None:
    process = start("import time; time.sleep(99)")
    os.kill(FORK_SERVER._pid, signal.SIGKILL)
    with pytest.raises(ServerEndedError, match="was ended"):
        process.wait(60)
    process.end()
    wait_until(lambda: not is_running(process.pid))
    assert start("").wait(60) == 0


def test_what_cannot_be_started_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "missing"
    with pytest.raises(ServerEndedError, match="no process could be started: ended 1"):
        PythonProcess("job", [], folder=folder, environment={}, output=tmp_path / "output")
    assert "No such file or directory" in (tmp_path / "output").read_text()
