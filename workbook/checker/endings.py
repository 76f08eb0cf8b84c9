"""Why the process of a check has ended without a result, and in which of the student's lines."""

import re
import signal

from workbook.checker.child.time_limit import MEMORY, TIMEOUT, WAITED
from workbook.checker.limits import Limits

TOP = 3  # frames of a thread in which it can be seen for what it waits
# That, by a file that it is in.
WAITS = {
    "sqlalchemy/engine/": " for the database: another session or connection has a lock, and does "
    "not let it go. Use one session in a request, and commit or close it",
    "sqlalchemy/util/queue.py": " for a connection: all those of the pool are in use. Sessions "
    "were opened and never closed",
}
FRAME = re.compile(r'  File "(?P<file>.+)", line (?P<line>\d+) in (?P<name>.+)')


def why_ended(status: int | None, notice: str, path: str, limits: Limits) -> tuple[str, int]:
    """Say why a process ended, and in which line of the file; 0 if that is not known.

    Args:
        status: its exit status; None: it still ran.
        notice: what it has said about its end.
        path: the student's file.
        limits: what it might use.

    """
    lines = [int(frame["line"]) for frame in FRAME.finditer(notice) if frame["file"] == path]
    return _why(status, notice, path, limits), lines[0] if lines else 0


def _why(status: int | None, notice: str, path: str, limits: Limits) -> str:
    if status is None:
        return f"it was still running after {limits.seconds:g} seconds"
    if notice.startswith(WAITED):
        return _waited(notice, path, limits)
    if notice.startswith(TIMEOUT):
        seconds = f"{limits.request:g} seconds"
        return f"it was still running after {seconds}; is there a loop that never ends?"
    if MEMORY in notice:
        return "it took too much memory"
    if status < 0:
        return f"Python itself was ended by {_name(-status)}"
    return f"the code ended Python (exit status {status}), as `sys.exit` does"


def _waited(notice: str, path: str, limits: Limits) -> str:
    """Say for what the student's thread, or if none of them is there any other, has waited."""
    threads = [list(FRAME.finditer(each)) for each in notice.split("\n\n")]
    theirs = [each for each in threads if any(frame["file"] == path for frame in each)]
    innermost = [frame["file"].replace("\\", "/") for t in theirs or threads for frame in t[:TOP]]
    for_what = [w for part, w in WAITS.items() if any(part in file for file in innermost)]
    after = f"it still waited after {limits.request:g} seconds"
    return f"{after}{for_what[0]}" if for_what else f"{after}, and used no processor meanwhile"


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"  # most real-time signals have no name
