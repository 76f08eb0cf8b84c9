"""Check an endpoint of a file in a fresh process, and turn whatever happens into a verdict."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import BinaryIO

from pydantic import ValidationError

from workbook.checker.exercise import EXERCISE, exercise_path
from workbook.checker.limits import REQUEST, Limits
from workbook.checker.problems import LENGTH, Problem
from workbook.checker.source_text import legible
from workbook.checker.verdict import VERDICT, Verdict
from workbook.endpoints import known
from workbook.paths import ROOT

OUTPUT = 1_000_000  # bytes of what the process says that are read
RESULT = 10_000_000  # bytes of a result; the longest of a right solution has less than a tenth
POLL = 0.2  # seconds after which a check notices that it shall stop
FRAME = re.compile(r'  File "(?P<file>.+)", line (?P<line>\d+) in (?P<name>.+)')


def run_check(
    endpoint: str,
    path: Path | None = None,
    limits: Limits | None = None,
    stop: Event | None = None,
) -> Verdict:
    """Check one endpoint.

    Args:
        endpoint: such as "create_expense".
        path: the file to check; None: `exercise/main.py`.
        limits: what the check may use; None: what is usual.
        stop: when this is set, the check ends soon, with a verdict that says no more than that.

    Returns:
        The verdict, whatever the file does: an endless loop, a crash, no Python at all.

    Raises:
        ValueError: there is no such endpoint.

    """
    known(endpoint)
    path = (path or exercise_path()).resolve()
    if not path.is_file():
        what = "there is no such file" if not path.exists() else "it is no ordinary file"
        if not path.exists() and _shown(path) == EXERCISE:
            what += "; `workbook reset` in a terminal makes a new one"
        return Verdict(endpoint, Problem(what))
    with scratch() as folder:
        return _checked(endpoint, path, folder, limits or Limits(), stop or Event())


@contextmanager
def scratch() -> Iterator[Path]:
    """Make a folder that is deleted afterwards, as far as that is possible, without an error."""
    folder = tempfile.TemporaryDirectory(prefix="workbook-", ignore_cleanup_errors=True)
    try:
        yield Path(folder.name)
    finally:
        # A thousand folders in each other are more than Python deletes: a RecursionError up to
        # 3.12, and too many open files.
        with suppress(OSError, RecursionError):
            folder.cleanup()
        if os.path.exists(folder.name) and (rm := shutil.which("rm")):
            subprocess.run([rm, "-rf", "--", folder.name], stderr=subprocess.DEVNULL)


def _checked(endpoint: str, path: Path, folder: Path, limits: Limits, stop: Event) -> Verdict:
    names = ("snapshot", "app", "home", "result", "output")
    snapshot, app, home, result, output = (folder / name for name in names)
    try:
        raw = path.read_bytes()  # once: the file may be saved again, or deleted, from now on
    except OSError as error:
        return Verdict(endpoint, Problem(f"{_shown(path)} cannot be read: {error.strerror}"))
    snapshot.write_bytes(raw)
    source = legible(raw)
    app.mkdir()
    home.mkdir()  # where files end up that the student's code makes
    command = [
        sys.executable,
        "-m",
        "workbook.checker.child",
        path,
        snapshot,
        endpoint,
        app,
        result,
    ]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(home)}
    # Otherwise glibc reserves memory by the number of processors, and the limit means less.
    environment["MALLOC_ARENA_MAX"] = "2"
    # What is read afterwards was opened here: the student's code may put a pipe that never ends
    # in the place of any file.
    with result.open("w+b") as answer, output.open("w+b") as file:
        process = subprocess.Popen(
            [*map(str, command), str(limits.memory), str(limits.file)],
            cwd=home,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            status = _wait(process, limits.seconds, stop)
        finally:
            _end(process)
        try:
            verdict = VERDICT.validate_json(_begin_of(answer, RESULT))
            return replace(verdict, source=source)
        except ValidationError:
            said = _begin_of(file, OUTPUT).decode("utf-8", "replace")
    if stop.is_set():
        return Verdict(endpoint, Problem("the check was stopped"))
    what = _ended(status, said, limits)
    lines = [int(m["line"]) for m in FRAME.finditer(said) if m["file"] == str(path)]
    return Verdict(endpoint, _problem_at(what, source, lines[0]) if lines else Problem(what))


def _problem_at(what: str, source: str, line: int) -> Problem:
    text = dict(enumerate(source.split("\n"), start=1)).get(line, "")
    return Problem(what, line, text.strip()[:LENGTH])


def _begin_of(file: BinaryIO, size: int) -> bytes:
    file.seek(0)
    return file.read(size)


def _wait(process: subprocess.Popen, seconds: float, stop: Event) -> int | None:
    """Return the exit status; None: the time was over, or the check shall stop."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0 and not stop.is_set():
        with suppress(subprocess.TimeoutExpired):
            return process.wait(min(left, POLL))
    return None


def _end(process: subprocess.Popen) -> None:
    """End the process, and all that it has started, but for what has left its group."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):  # all of it has ended already
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _ended(status: int | None, said: str, limits: Limits) -> str:
    """Say why a process ended without a result."""
    if status is None:
        return f"it was still running after {limits.seconds:g} seconds"
    if "Timeout (" in said:
        return f"it was still running after {REQUEST} seconds; is there a loop that never ends?"
    if "MemoryError" in said:
        return "it took too much memory"
    if status < 0:
        return f"Python itself was ended by {_name(-status)}"
    return f"the code ended Python (exit status {status}), as `sys.exit` does"


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"  # most real-time signals have no name


def _shown(path: Path) -> str:
    return EXERCISE if path == exercise_path().resolve() else path.name
