"""Why the process of a check has ended without a result, and in which of the student's lines."""

import re
import signal

from workbook.checker.child.notice import (
    EXITED,
    KILLED,
    MEMORY,
    REQUEST,
    SECONDS,
    SIGNALS,
    WAITED,
    WALL,
)
from workbook.checker.limits import MB, Limits
from workbook.checker.problems import Problem

TOP = 3  # frames of a thread in which it can be seen for what it waits
# That, by a file that it is in.
WAITS = {
    "sqlalchemy/engine/": " for the database: another session or connection has a lock, and does "
    "not let it go. Use one session in a request, and commit or close it",
    "sqlalchemy/util/queue.py": " for a connection: all those of the pool are in use. Sessions "
    "were opened and never closed",
}
RUNNING = (
    "it was still running after {:g} seconds of processor time; is there a loop that never ends?"
)
LIMITS = {
    REQUEST: RUNNING,
    SECONDS: RUNNING,
    WALL: "it was still running after {:g} seconds, processor time or not",
    MEMORY: "it took too much memory: {:g} MB are not enough",
}
NO_MEMORY = "memory allocation of"  # so ends what is written in Rust, such as Pydantic
NOBODY = (
    "its process ended with {}, and no line of the code is known to have done that; it may have "
    "been somebody else, or the system when memory or the disk was full"
)
FRAME = re.compile(r'  File "(?P<file>.+)", line (?P<line>\d+) in (?P<name>.+)')


def ending_of(
    status: int, notice: str, output: str, path: str, limits: Limits
) -> tuple[Problem, bool]:
    """Return why a process ended, and whether the student's code is the cause.

    Args:
        status: its exit status.
        notice: what it has said about its end.
        output: the end of what it has printed.
        path: the student's file.
        limits: what it might use.

    Returns:
        The problem with the line of the student's file, but without the text of that line.

    """
    lines = [int(frame["line"]) for frame in FRAME.finditer(notice) if frame["file"] == path]
    line = lines[0] if lines else 0
    name = _name(-status) if status < 0 else f"exit status {status}"
    said = notice.partition("\n")[0]
    limit = SIGNALS.get(name, said)
    if name == "SIGABRT" and NO_MEMORY in output:
        limit = MEMORY
    if limit == WAITED:
        return Problem(_waited(notice, path, limits), line, "", _more(REQUEST, limits)), True
    if limit in LIMITS:
        what = LIMITS[limit].format(_size(limit, limits))
        return Problem(what, line, "", _more(limit, limits)), True
    if said.startswith(EXITED):
        return Problem(f"the code ended Python ({said}), as `sys.exit` does", line), True
    if said.startswith(KILLED) or line:  # or a crash, and Python could still say where
        return Problem(f"Python itself was ended by {name}", line), True
    last = output.strip().rpartition("\n")[2]
    return Problem(f"{NOBODY.format(name)}{f': {last}' if last else ''}"), False


def _size(limit: str, limits: Limits) -> float:
    return limits.memory // MB if limit == MEMORY else getattr(limits, limit)


def _more(limit: str, limits: Limits) -> str:
    size = _size(limit, limits)
    return f"That is a limit of the check; `--{limit} {2 * size:g}` allows more."


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
