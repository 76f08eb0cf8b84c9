"""Check an endpoint of a file in a fresh process, and turn whatever happens into a verdict."""

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from pathlib import Path
from threading import Event
from typing import BinaryIO

from pydantic import ValidationError

from workbook.checker.endings import why_ended
from workbook.checker.exercise import EXERCISE, exercise_path
from workbook.checker.limits import Limits
from workbook.checker.problems import LENGTH, Problem
from workbook.checker.source_text import legible
from workbook.checker.verdict import VERDICT, Verdict
from workbook.endpoints import known
from workbook.processes.fork_server import ServerEndedError
from workbook.processes.python_process import PythonProcess
from workbook.typed import as_command

NOTICE = 1_000_000  # bytes that are read of what the process says about its end
RESULT = 10_000_000  # bytes of a result; a right solution's longest is less than a tenth of it
POLL = 0.2  # seconds within which a check notices that it has to stop
TRIES = 3  # in case the process that starts the checks is killed


def run_check(
    endpoint: str,
    path: Path | None = None,
    limits: Limits | None = None,
    stop: Event | None = None,
    brief: bool = False,
) -> Verdict:
    """Check one endpoint.

    Args:
        endpoint: such as "create_expense".
        path: the file to check; None: `exercise/main.py`.
        limits: what the check may use; None: the defaults.
        stop: once this is set, the check ends soon, with a verdict that says only that.
        brief: leave out what only a report shows: pictures, SQL, and behaviours of an endpoint that
            is not filled in. Whether it is solved, and what is wrong, is the same.

    Returns:
        The verdict, whatever the file does: loop forever, crash, or not even be Python.

    Raises:
        ValueError: there is no such endpoint.

    """
    known(endpoint)
    path = (path or exercise_path()).resolve()
    if not path.is_file():
        what = "there is no such file" if not path.exists() else "it is not an ordinary file"
        if not path.exists() and _shown(path) == EXERCISE:
            what += f"; `{as_command('reset')}` in a terminal makes a new one"
        return Verdict(endpoint, Problem(what))
    reason: Exception | None = None
    for _ in range(TRIES):
        try:
            with scratch() as folder:
                return _checked(endpoint, path, folder, limits or Limits(), stop or Event(), brief)
        except ServerEndedError as error:  # another check's file may have killed it
            reason = error
    return Verdict(endpoint, Problem(f"the check itself failed: {reason}; run it again"))


@contextmanager
def scratch() -> Iterator[Path]:
    """Make a folder, and delete it afterwards as far as possible, without an error."""
    folder = tempfile.TemporaryDirectory(prefix="workbook-", ignore_cleanup_errors=True)
    try:
        yield Path(folder.name)
    finally:
        # A thousand nested folders are more than Python can delete: a RecursionError up to 3.12,
        # and too many open files.
        with suppress(OSError, RecursionError):
            folder.cleanup()
        if os.path.exists(folder.name) and (rm := shutil.which("rm")):
            subprocess.run([rm, "-rf", "--", folder.name], stderr=subprocess.DEVNULL)


def _checked(
    endpoint: str, path: Path, folder: Path, limits: Limits, stop: Event, brief: bool
) -> Verdict:
    names = ("snapshot", "app", "home", "result", "notice", "output")
    snapshot, app, home, result, notice, output = (folder / name for name in names)
    try:
        raw = path.read_bytes()  # once: from now on the file may be saved again, or deleted
    except OSError as error:
        return Verdict(endpoint, Problem(f"{_shown(path)} cannot be read: {error.strerror}"))
    snapshot.write_bytes(raw)
    source = legible(raw)
    app.mkdir()
    home.mkdir()  # where the files of the student's code end up
    arguments = [*map(str, (path, snapshot, endpoint, app, result, notice))]
    arguments += [json.dumps(asdict(limits)), "brief" if brief else ""]
    # What is read afterwards is opened here: the student's code may replace any file by a pipe
    # that never ends.
    with result.open("w+b") as result_file, notice.open("w+b") as notice_file:
        process = PythonProcess(
            "workbook.checker.child",
            arguments,
            folder=home,
            environment={"TMPDIR": str(home)},
            output=output,
        )
        try:
            status = _wait(process, limits.seconds, stop)
        finally:
            process.end()
        try:
            verdict = VERDICT.validate_json(_beginning_of(result_file, RESULT))
            return replace(verdict, source=source)
        except ValidationError:
            notice_text = _beginning_of(notice_file, NOTICE).decode("utf-8", "replace")
    if stop.is_set():
        return Verdict(endpoint, Problem("the check was stopped"))
    what, line = why_ended(status, notice_text, str(path), limits)
    return Verdict(endpoint, _problem_at(what, source, line) if line else Problem(what))


def _problem_at(what: str, source: str, line: int) -> Problem:
    text = dict(enumerate(source.split("\n"), start=1)).get(line, "")
    return Problem(what, line, text.strip()[:LENGTH])


def _beginning_of(file: BinaryIO, size: int) -> bytes:
    file.seek(0)
    return file.read(size)


def _wait(process: PythonProcess, seconds: float, stop: Event) -> int | None:
    """Return the exit status; None: the time is up, or the check has to stop."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0 and not stop.is_set():
        status = process.wait(min(left, POLL))
        if status is not None:
            return status
    return None


def _shown(path: Path) -> str:
    return EXERCISE if path == exercise_path().resolve() else path.name
