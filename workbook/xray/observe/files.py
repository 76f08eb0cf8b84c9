"""Sees the files of the app's data: those it opens, and those that a function knows by a path.

A file is read before the app opens it, so that what was in it before can be told.
"""

import io
import os
from collections.abc import Callable, Sequence
from itertools import chain, count
from pathlib import Path
from types import FrameType
from typing import Any

from workbook.xray.observe.frames import in_sight
from workbook.xray.observe.memory.attributes import kind_of
from workbook.xray.observe.outside.audit import NAMED, hearing, paths_in
from workbook.xray.observe.outside.paths import is_data, says_data, without_random
from workbook.xray.observe.outside.reading import Read, read
from workbook.xray.observe.values import said
from workbook.xray.snapshot import FILE, Snapshot, State

MANY = 20  # files that are looked at


class Files:
    """The observer.

    Args:
        trouble: is told what could not be observed, and why.

    Attributes:
        earlier: what is seen for the first time, and known to have been there before.

    """

    def __init__(self, trouble: Callable[[str], None] = lambda _: None) -> None:
        self.earlier: dict[tuple[str, str], State] = {}
        self._trouble = trouble
        self._paths: dict[str, Path] = {}  # by label
        self._seen: dict[str, Read] = {}
        self._temporary: set[Path] = set()

    def look(self, frames: Sequence[FrameType]) -> Snapshot:
        """Return the files."""
        with hearing():  # not what is opened here
            for frame in frames:
                for value in in_sight(frame).values():
                    path = _path_of(value)
                    if path is not None and says_data(path):
                        self._note(Path(os.path.abspath(path)))
            snapshot: dict[tuple[str, str], State] = {}
            for label, path in list(self._paths.items()):
                self._seen[label] = read(label, path, self._seen.get(label))
                snapshot[FILE, label] = self._seen[label].state
            return snapshot

    def hear(self, event: str, arguments: tuple) -> None:
        """Note a file that is about to be opened, moved or removed, as it is until then."""
        try:
            self._hear(event, arguments)
        except Exception as error:
            self._trouble(f"{type(self).__name__}: {said(error)}")

    def _hear(self, event: str, arguments: tuple) -> None:
        if event == NAMED:
            self._temporary.add(Path(os.path.abspath(arguments[0])))
        for given, is_written in paths_in(event, arguments):
            path = Path(os.path.abspath(given))
            if is_data(path, is_written=is_written) and not path.is_dir():
                label = self._note(path)
                if label:
                    seen = self._seen[label] = read(label, path, None)
                    self.earlier[FILE, label] = seen.state

    def _note(self, path: Path) -> str:
        """Note a file, and return its label; nothing if it is known already, or one too many."""
        if path in self._paths.values():
            return ""
        if len(self._paths) >= MANY:
            self._trouble(f"more than {MANY} files are used: the others are not shown")
            return ""
        name = without_random(path.name) if path in self._temporary else path.name
        numbers = (f"{name}·{number}" for number in count(2))
        labels = chain([name, f"{path.parent.name}/{name}"], numbers)
        label = next(each for each in labels if each not in self._paths)
        self._paths[label] = path
        return label


def _path_of(value: Any) -> Path | None:
    kind = kind_of(value)
    if issubclass(kind, Path):
        return value
    # What `open` returns is only registered as a subclass.
    if kind.__module__ == "_io" and issubclass(kind, io.IOBase):
        name = getattr(value, "name", None)
        return Path(name) if isinstance(name, str) else None
    return None
