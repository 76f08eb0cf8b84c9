"""The command ends: an app that hangs, Ctrl-C, another signal, and a pipe that is closed."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.shared.hanging_apps import HANGING, NEVER_STILL, STARTS_FOREVER
from tests.shared.other_apps import write
from tests.shared.processes import is_running, wait_until

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "copies").mkdir()
    return write(tmp_path / "app", main=HANGING, slow=STARTS_FOREVER, still=NEVER_STILL)


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
    assert stderr == "stopped\n"
    assert not is_running(process.pid)
    assert list((folder.parent / "copies").iterdir()) == []


def test_a_closed_pipe_ends_it_without_a_word(folder: Path) -> None:
    with start(folder, "main.py", "GET", "/many") as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr is not None
        stderr = process.stderr.read()
        process.wait(60)
    assert (process.returncode, stderr) == (141, "")  # as of any program that SIGPIPE ends


def test_what_the_app_still_does_is_done_to_no_real_file(folder: Path) -> None:
    (folder / "state.json").write_text("mine")
    with start(folder, "still.py", "GET", "/") as process:
        stdout, stderr = process.communicate(timeout=60)
    assert "◀ 404" in stdout
    assert "! still.py fails at its end: LookupError: no end\n  still.py, line 21: raise" in stdout
    assert "Traceback" not in stderr
    assert process.returncode == 0
    assert (folder / "state.json").read_text() == "mine"
    assert list((folder.parent / "copies").iterdir()) == []
