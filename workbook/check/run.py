"""Check an endpoint of a file in a fresh process, and turn whatever happens into a verdict."""

import os
import re
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from pydantic import ValidationError

from workbook.check.child import REQUEST
from workbook.check.errors import Problem, problem_at
from workbook.check.start import EXERCISE, exercise, known
from workbook.check.verdict import VERDICT, Verdict
from workbook.contract import ROOT

LIMIT = 60  # seconds for all that a check does
MEMORY = 4_000_000_000  # bytes of address space; a check needs less than one
OUTPUT = 1_000_000  # bytes of what the process says that are read
FRAME = re.compile(r'  File "(?P<file>.+)", line (?P<line>\d+) in (?P<name>.+)')


def run_check(endpoint: str, path: Path | None = None) -> Verdict:
    """Check one endpoint.

    Args:
        endpoint: such as "create_expense".
        path: the file to check; None: `exercise/main.py`.

    Returns:
        The verdict, whatever the file does: an endless loop, a crash, no Python at all.

    Raises:
        ValueError: there is no such endpoint.

    """
    known(endpoint)
    path = (path or exercise()).resolve()
    if not path.is_file():
        what = "there is no such file" if not path.exists() else "it is no ordinary file"
        return Verdict(endpoint, Problem(f"{_shown(path)} cannot be checked: {what}"))
    with tempfile.TemporaryDirectory(prefix="workbook-", ignore_cleanup_errors=True) as folder:
        return _checked(endpoint, path, Path(folder))


def _checked(endpoint: str, path: Path, folder: Path) -> Verdict:
    app, home, result, output = (folder / name for name in ("app", "home", "result", "output"))
    app.mkdir()
    home.mkdir()  # where files end up that the student's code makes
    command = [sys.executable, "-m", "workbook.check.child", path, endpoint, app, result]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(home)}
    with output.open("wb") as file:
        process = subprocess.Popen(
            [*map(str, command), str(MEMORY)],
            cwd=home,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            status = process.wait(LIMIT)
        except subprocess.TimeoutExpired:
            status = None
        finally:
            _end(process)
    try:
        return VERDICT.validate_json(result.read_bytes())
    except (FileNotFoundError, ValidationError):
        with output.open("rb") as file:
            said = file.read(OUTPUT).decode("utf-8", "replace")
        return Verdict(endpoint, _ended(status, said, path))


def _end(process: subprocess.Popen) -> None:
    """End the process, and all that it has started."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):  # all of it has ended already
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _ended(status: int | None, said: str, path: Path) -> Problem:
    """Say why a process ended without a result, and at which of the student's lines."""
    if status is None:
        return Problem(f"it was still running after {LIMIT} seconds")
    lines = [int(m["line"]) for m in FRAME.finditer(said) if m["file"] == str(path)]
    if "Timeout (" in said:
        what = f"it was still running after {REQUEST} seconds"
    elif "MemoryError" in said:
        what = "it took too much memory"
    elif status < 0:
        what = f"Python itself was ended by {signal.Signals(-status).name}"
    else:
        what = f"the code ended Python (exit status {status}), as `sys.exit` does"
    return problem_at(what, path, lines[0]) if lines else Problem(what)


def _shown(path: Path) -> str:
    return EXERCISE if path == exercise().resolve() else path.name
