"""A limit of time for code in this process, where no other thread or process could end it."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType
from typing import Any

TOOL = 4  # a number that no debugger, profiler or coverage uses


class TooLongError(BaseException):
    """The time is over. Code that catches every `Exception` does not catch this."""


class Deadline:
    """Ends each step of what runs too long, in a loop of the code that is watched.

    Python tells of each jump in that code, so that no other code becomes slower. What waits, and a
    loop that is written in C, cannot be ended. Python 3.11, which no browser has, tells nothing:
    there is no limit.

    Args:
        folder: where the files of the code are.
        seconds: how long a step may take.

    Attributes:
        met_at: the file and the line where the time was over; None: it was not.

    """

    def __init__(self, folder: Path, seconds: float) -> None:
        self.met_at: tuple[str, int] | None = None
        self._folder, self._seconds = f"{folder}{os.sep}", seconds
        self._end = time.monotonic() + seconds

    def begin_step(self) -> None:
        """Let a new step begin: the one before is over.

        Raises:
            TooLongError: the time was over before, and somebody has caught that.

        """
        if self.met_at is not None:
            raise TooLongError
        self._end = time.monotonic() + self._seconds

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Watch the code in this block."""
        monitoring: Any = getattr(sys, "monitoring", None)
        if monitoring is None:
            yield
            return
        events = monitoring.events

        def begins(code: CodeType, _: int) -> Any:
            if code.co_filename.startswith(self._folder):
                monitoring.set_local_events(TOOL, code, events.JUMP)
            return monitoring.DISABLE  # it is known from now on

        monitoring.use_tool_id(TOOL, "workbook")
        monitoring.register_callback(TOOL, events.PY_START, begins)
        monitoring.register_callback(TOOL, events.JUMP, self._jumps)
        monitoring.restart_events()  # code of an earlier check is known no more
        monitoring.set_events(TOOL, events.PY_START)
        try:
            yield
        finally:
            monitoring.set_events(TOOL, events.NO_EVENTS)
            for each in (events.PY_START, events.JUMP):
                monitoring.register_callback(TOOL, each, None)
            monitoring.free_tool_id(TOOL)

    def _jumps(self, code: CodeType, *_: int) -> None:
        if time.monotonic() > self._end:
            self.met_at = self.met_at or (code.co_filename, sys._getframe(1).f_lineno)
            raise TooLongError
