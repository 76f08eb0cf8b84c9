"""What a process has started, and what that has started, in whichever session; Linux tells.

Elsewhere nothing is known of it: there, who has left the session is left.
"""

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

ADOPT = 36  # PR_SET_CHILD_SUBREAPER
ROUNDS, PAUSE = 200, 0.005  # seconds: who forks while it is being killed has no more than this


def adopt() -> None:
    """Let orphans among this process's descendants become its children, not those of process 1."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(ADOPT, 1, 0, 0, 0)


def descendants(pid: int) -> list[int]:
    """Return those that live."""
    found: list[int] = []
    to_do = [pid]
    while to_do:
        children = _children(to_do.pop())
        to_do += children
        found += [each for each in children if _lives(each)]
    return found


def end_descendants(pid: int) -> None:
    """Kill all that a process has started; it must have adopted them, and start nothing more."""
    for _ in range(ROUNDS):
        found = descendants(pid)
        for each in found:
            _send(os.kill, each, signal.SIGKILL)
        if not found:
            return
        time.sleep(PAUSE)


def end_all(pid: int) -> None:
    """Kill a process, its session, and all that it has started and has adopted."""
    _send(os.kill, pid, signal.SIGSTOP)  # it starts nothing more
    end_descendants(pid)
    for kill in (os.killpg, os.kill):  # it may not have its own session yet
        _send(kill, pid, signal.SIGKILL)


def _send(kill: Callable[[int, int], None], pid: int, number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):  # it has ended
        kill(pid, number)


def _children(pid: int) -> list[int]:
    found: list[int] = []
    with suppress(OSError):  # it has ended, or there is no such folder
        for thread in Path(f"/proc/{pid}/task").iterdir():
            with suppress(OSError):
                found += map(int, (thread / "children").read_text().split())
    return found


def _lives(pid: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    return False
