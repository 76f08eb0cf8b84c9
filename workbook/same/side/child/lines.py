"""Which lines of an app's own files have run."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from workbook.paths import is_in_packages


class Lines:
    """Notes lines while it is asked to; for the code of a file outside of the folder, nothing.

    Args:
        folder: the app's.

    """

    def __init__(self, folder: Path) -> None:
        self._folder = f"{folder}/"
        self._traces: dict[int, Any] = {}
        self._codes: list[CodeType] = []
        self.seen: set[tuple[str, int]] = set()

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Note the lines that run in this block, in any thread that begins in it."""
        sys.settrace(self._call)
        threading.settrace(self._call)
        try:
            yield
        finally:
            sys.settrace(None)
            threading.settrace(None)

    def taken(self) -> list[tuple[str, int]]:
        """Return what was noted since the last time, with names as seen from the folder."""
        seen, self.seen = self.seen, set()
        return sorted((name.removeprefix(self._folder), line) for name, line in seen)

    def _call(self, frame: FrameType, event: str, _: Any) -> Any:
        key = id(frame.f_code)  # to hash the code itself would take longer than to run it
        if key in self._traces:
            return self._traces[key]
        name = frame.f_code.co_filename
        is_own = name.startswith(self._folder) and not is_in_packages(Path(name))
        self._codes.append(frame.f_code)  # kept, or its id could become another's
        self._traces[key] = self._line if is_own else None
        return self._traces[key]

    def _line(self, frame: FrameType, event: str, _: Any) -> Any:
        if event == "line":
            self.seen.add((frame.f_code.co_filename, frame.f_lineno))
        return self._line
