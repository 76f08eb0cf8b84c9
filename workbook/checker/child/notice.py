"""What a process says of its end, before it ends: why, and where each thread is.

It goes to a file of its own: whatever the student's code prints, or pytest captures, cannot be
taken for it.
"""

import faulthandler
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

# Why it ends: one of the limits, by the names that they have as options, or what the code did.
REQUEST, SECONDS, WALL, MEMORY = "request", "seconds", "wall", "memory"
WAITED = "waited"
EXITED = "exit status"
KILLED = "signal"
SIGNALS = {"SIGPROF": REQUEST, "SIGXCPU": SECONDS}  # what the system ends, at which limit


class Notice:
    """The file that says why the process ended, if it did not end by itself.

    A crash, such as SIGSEGV, and the system's limits of time write into it without Python.
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("w", encoding="utf-8")
        self._pid = os.getpid()
        self._exit = os._exit
        faulthandler.enable(self._file)
        for name in SIGNALS:
            if hasattr(faulthandler, "register") and (number := getattr(signal, name, None)):
                faulthandler.register(number, self._file, chain=True)

    def end(self, why: str) -> None:
        """Say why, and where each thread is; they stand still meanwhile. Then end."""
        self.say(why)
        self._exit(1)

    def leave(self) -> None:
        """End as one that has said all in its result."""
        self._exit(0)

    def say(self, why: str) -> None:
        """Say why the process is about to end; this needs next to no memory."""
        os.write(self._file.fileno(), why.encode() + b"\n")
        faulthandler.dump_traceback(self._file)

    def hear_of_ends(self) -> None:
        """Note it, from now on, when code ends this process without a word: then it is known whose.

        It is the student's code, or a library's on its behalf; what comes from outside, such as
        the system's when memory is short, is not heard here.
        """
        self._note(os, "_exit", EXITED, lambda status: True)
        for name in ("kill", "killpg"):
            self._note(os, name, KILLED, self._is_ours)
        self._note(signal, "raise_signal", KILLED, lambda number: True)

    def _is_ours(self, pid: int, number: int) -> bool:
        return number != 0 and abs(pid) in (0, self._pid)

    def _note(self, module: Any, name: str, what: str, ends: Callable[..., bool]) -> None:
        call = getattr(module, name, None)
        if call is None:
            return

        def noted(*arguments: Any, **options: Any) -> Any:
            given = (*arguments, *options.values())
            if os.getpid() == self._pid and ends(*given):
                self.say(f"{what} {given[-1]}")
            return call(*arguments, **options)

        setattr(module, name, noted)
