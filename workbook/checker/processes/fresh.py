"""Run a student's file in a fresh process, and turn whatever happens to that into a verdict."""

import json
import os
import signal
import time
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from threading import Event
from typing import BinaryIO

from pydantic import ValidationError

from workbook.checker.child.endings import ending_of
from workbook.checker.child.notice import KILLED
from workbook.checker.limits import Limits
from workbook.checker.machine import said, shortage
from workbook.checker.problems import LENGTH
from workbook.checker.source_text import legible
from workbook.checker.verdict import VERDICT, Verdict
from workbook.processes.fork_server import ServerEndedError
from workbook.processes.held_folder import held_folder
from workbook.processes.python_process import PythonProcess

NOTICE = 1_000_000  # bytes that are read of what the process says about its end
RESULT = 10_000_000  # bytes of a result; a right solution's longest is less than a tenth of it
TAIL = 1_000  # bytes of what it has printed last
POLL = 0.2  # seconds within which a check notices that it has to stop
PATIENCE = 2  # times the limit of wall time; a process that is well ends itself when it is over
NOT_ENDED = (
    "its process had not ended after {:g} seconds: it was stopped, or hardly had a processor, or "
    "something in it keeps the limits of time from working"
)
TRIES = 3  # in case the process that starts the checks is killed


def checked(
    endpoint: str, path: Path, raw: bytes, limits: Limits, stop: Event, brief: bool
) -> Verdict:
    """Check one endpoint, or one task.

    Args:
        endpoint: its name.
        path: the file to check.
        raw: what is in it.
        limits: what the check may use.
        stop: once this is set, the check ends soon, with a verdict that says only that.
        brief: leave out what only a report shows.

    """
    reason: Exception | None = None
    for _ in range(TRIES):
        try:
            with held_folder() as folder:
                verdict = _checked(endpoint, path, raw, folder, limits, stop, brief)
                if not verdict.passed and (why := shortage(folder)):
                    return Verdict(endpoint, check_failed=why)
                return verdict
        except ServerEndedError as error:  # another check's file may have killed it
            reason = error
        except OSError as error:  # the disk is full, or read-only; no more files can be opened
            return Verdict(endpoint, check_failed=said(error))
    return Verdict(endpoint, check_failed=str(reason))


def _checked(
    endpoint: str,
    path: Path,
    raw: bytes,
    folder: Path,
    limits: Limits,
    stop: Event,
    brief: bool,
) -> Verdict:
    names = ("snapshot", "app", "home", "result", "notice", "output")
    snapshot, app, home, result, notice, output = (folder / name for name in names)
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
            status = _wait(process, PATIENCE * limits.wall, stop)
        finally:
            process.end()
        try:
            verdict = VERDICT.validate_json(_beginning_of(result_file, RESULT))
            return replace(verdict, source=source)
        except ValidationError:
            notice_text = _beginning_of(notice_file, NOTICE).decode("utf-8", "replace")
    if stop.is_set():
        return Verdict(endpoint, check_failed="it was stopped")
    if status is None and notice_text.startswith(KILLED):
        status = -signal.SIGKILL  # it had stopped itself, and we have ended it
    if status is None:
        return Verdict(endpoint, check_failed=NOT_ENDED.format(PATIENCE * limits.wall))
    problem, is_theirs = ending_of(status, notice_text, _end_of(output), str(path), limits)
    if not is_theirs:
        return Verdict(endpoint, check_failed=problem.what)
    return Verdict(endpoint, replace(problem, text=_line(source, problem.line)))


def _line(source: str, number: int) -> str:
    text = dict(enumerate(source.split("\n"), start=1)).get(number, "")  # there is no line 0
    return text.strip()[:LENGTH]


def _beginning_of(file: BinaryIO, size: int) -> bytes:
    file.seek(0)
    return file.read(size)


def _end_of(output: Path) -> str:
    """Return the end of what was printed; the student's code may have replaced the file."""
    with suppress(OSError):
        if output.is_file():
            with output.open("rb") as file:
                file.seek(-min(TAIL, output.stat().st_size), os.SEEK_END)
                return file.read(TAIL).decode("utf-8", "replace")
    return ""


def _wait(process: PythonProcess, seconds: float, stop: Event) -> int | None:
    """Return the exit status; None: the time is up, or the check has to stop."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0 and not stop.is_set():
        status = process.wait(min(left, POLL))
        if status is not None:
            return status
    return None
