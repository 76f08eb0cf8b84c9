"""End a check that takes too long, and say where it was; also when Python itself breaks off.

What is said here goes to a file of its own: whatever the student's code prints, or pytest captures,
cannot be taken for it.
"""

import faulthandler
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

TIMEOUT = "Timeout ("  # faulthandler begins so, too
WAITED = "Timeout (it waited"
IDLE = 0.1  # of the time: who uses less of a processor waits for something
MEMORY = "no memory is left"


class TimeLimit:
    """A limit for each step of a check: one request, one contract test.

    Args:
        seconds: for a step.
        notice: the file that says why the process ended, if it did not end by itself.

    """

    def __init__(self, seconds: float, notice: Path) -> None:
        self._seconds = seconds
        self._notice: IO[str] = notice.open("w", encoding="utf-8")
        self._timer: threading.Timer | None = None
        self._lock, self._step = threading.Lock(), 0
        self._used = 0.0  # seconds of a processor, when half of the step's time was over
        faulthandler.enable(self._notice)  # a crash, such as SIGSEGV

    def begin_step(self) -> None:
        """Let a new step begin: the one before is over."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            self._step += 1
            self._in_half_of_the_time(self._note_half)
        # The timer needs the interpreter's lock, which a call into C may keep.
        faulthandler.dump_traceback_later(self._seconds + 2, exit=True, file=self._notice)

    def _in_half_of_the_time(self, do: Callable[[int], None]) -> None:
        self._timer = threading.Timer(self._seconds / 2, do, [self._step])
        self._timer.daemon = True
        self._timer.start()

    def _note_half(self, step: int) -> None:
        with self._lock:
            if step == self._step:
                self._used = time.process_time()
                self._in_half_of_the_time(self._give_up)

    def out_of_memory(self) -> None:
        """Note that no memory is left, which needs next to none."""
        os.write(self._notice.fileno(), MEMORY.encode())

    def _give_up(self, step: int) -> None:
        """Say where each thread is; they stand still, unlike at the end of faulthandler's time."""
        if step != self._step:
            return
        # Before it waited, it may have worked: only the second half tells.
        waited = time.process_time() - self._used < IDLE * self._seconds / 2
        print(WAITED if waited else TIMEOUT, file=self._notice, flush=True)
        faulthandler.dump_traceback(file=self._notice)
        os._exit(1)
