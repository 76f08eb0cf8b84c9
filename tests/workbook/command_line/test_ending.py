"""A signal ends a command, and with it what it has started and what is temporary."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shared.processes import is_running, wait_until
from workbook.checker.exercise import VARIABLE
from workbook.command_line import ending
from workbook.processes.python_process import PythonProcess

ENDLESS = """
import os, time
open({folder!r} + f"/pid{{os.getpid()}}", "w").close()
time.sleep(99)
"""


@pytest.fixture
def handlers() -> Iterator[None]:
    before = {each: signal.getsignal(each) for each in ending.SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize(
    ("command", "number", "status"),
    [
        ("check", signal.SIGTERM, 143),
        ("progress", signal.SIGHUP, 129),
        ("watch", signal.SIGHUP, 0),
        ("check", signal.SIGINT, 130),
    ],
)
def test_nothing_is_left(tmp_path: Path, command: str, number: int, status: int) -> None:
    exercise, temporary, output = (tmp_path / name for name in ("main.py", "temporary", "output"))
    exercise.write_text(ENDLESS.format(folder=str(tmp_path)), encoding="utf-8")
    temporary.mkdir()
    variables = {VARIABLE: str(exercise), "TMPDIR": str(temporary)}
    process = PythonProcess(
        "workbook", [command], folder=tmp_path, environment=variables, output=output
    )
    try:
        wait_until(lambda: bool(list(tmp_path.glob("pid*"))))
        assert list(temporary.iterdir()) != []
        os.kill(process.pid, number)
        os.kill(process.pid, number)  # as by somebody who cannot wait
        assert process.wait(20) == status
    finally:
        process.end()
    text = output.read_text(encoding="utf-8")
    assert "Traceback" not in text
    assert text.endswith("stopped\n") == bool(status)
    pids = [int(path.name.removeprefix("pid")) for path in tmp_path.glob("pid*")]
    wait_until(lambda: not any(map(is_running, pids)))
    assert list(temporary.iterdir()) == []


def test_what_is_ignored_stays_ignored(handlers: None) -> None:
    """As by `nohup`."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    ending._hear_signals()
    assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
    assert signal.getsignal(signal.SIGTERM) == ending._stop


def test_a_fork_hears_them_as_any_process(handlers: None) -> None:
    signal.signal(signal.SIGTERM, ending._stop)
    ending._hear_no_more(signal.SIG_DFL)
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
