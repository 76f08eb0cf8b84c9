"""End a check that takes too long, and say where it was; but never because the machine is slow.

What is counted is the processor's time, and the time in which nobody in the process wants to run.
While the machine lets them wait for a processor, or stops them, no limit comes closer.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic, process_time, sleep, thread_time  # as a student may replace those

from workbook.checker.child.notice import REQUEST, SECONDS, WAITED, WALL, Notice
from workbook.checker.limits import REST, Limits

TICK = 0.25  # seconds between two looks
LATE = 2  # ticks: who comes later was stopped, or had no processor; such a tick tells nothing
TASKS = Path("/proc/self/task")
TELLS = Path("/proc/self/schedstat").is_file()  # Linux: how long a thread had no processor
# Of a tick: who uses less of a processor waits for something. Where nobody tells whether a thread
# had none, it must be next to nothing.
IDLE = 0.1 if TELLS else 0.01


class TimeLimit:
    """The limits of time: of each step of a check (one request, one contract test), and of all.

    Args:
        limits: the limits.
        notice: says why the process ended.

    """

    def __init__(self, limits: Limits, notice: Notice) -> None:
        self._limits, self._notice = limits, notice
        self._lock = threading.Lock()  # of what both threads change
        self.begin_step()
        threading.Thread(target=self._watch, daemon=True).start()

    def begin_step(self) -> None:
        """Let a new step begin: the one before is over."""
        with self._lock:
            self._began, self._idle = process_time(), 0.0
        # The thread that watches needs the interpreter's lock, which a call into C may keep.
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_PROF, self._limits.request + REST)

    def _watch(self) -> None:
        wall = 0.0
        for passed, used, kept in _ticks():
            if passed <= LATE * TICK:
                wall += max(passed - kept, 0)
            now = process_time()
            with self._lock:
                if passed <= LATE * TICK and used + kept < IDLE * passed and not _waits_for_disk():
                    self._idle += passed
                began, idle = self._began, self._idle
            if idle >= self._limits.request:
                self._notice.end(WAITED)
            if now - began >= self._limits.request:
                self._notice.end(REQUEST)
            if now >= self._limits.seconds:
                self._notice.end(SECONDS)
            if wall >= self._limits.wall:
                self._notice.end(WALL)


def _ticks() -> Iterator[tuple[float, float, float]]:
    """Give, tick by tick, the seconds that passed, that this process used, and that it was kept."""
    before = monotonic(), process_time() - thread_time(), _kept()
    while True:
        sleep(TICK)
        now = monotonic(), process_time() - thread_time(), _kept()
        passed, used, kept = (b - a for a, b in zip(before, now, strict=True))
        yield passed, used, max(kept, 0)  # less, when a thread has ended
        before = now


def _waits_for_disk() -> bool:
    """Tell whether a thread waits for a disk, or for memory from one: the machine's fault."""
    for each in TASKS.iterdir() if TELLS else ():
        with suppress(OSError, IndexError):  # it has ended
            if (each / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[0] == "D":
                return True
    return False


def _kept() -> float:
    """Return for how many seconds threads wanted to run and had no processor, all in all."""
    kept = 0
    with suppress(OSError):  # another system
        for each in TASKS.iterdir():
            with suppress(OSError, IndexError):  # it has ended
                kept += int((each / "schedstat").read_text().split()[1])
    return kept / 1e9
