"""Sees variables: those of the functions that run, those of their modules, and files."""

import io
import stat
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Any

from workbook.xray.observe.values import (
    clean,
    is_mapped,
    locals_of,
    said,
    session_of,
    variables,
    whole,
)
from workbook.xray.snapshot import FILE, LOCAL, MEMORY, OBJECTS, FileState, Snapshot, State

DATA = (dict, list, set, int, float, str, tuple, type(None))
TEXT = 400  # characters of a file that are kept
# To open and close a SQLite file would drop the locks that this process holds on it. No other
# file is opened than one whose name says that it is text.
TEXTS = {".json", ".jsonl", ".csv", ".tsv", ".txt", ".log", ".md", ".toml", ".yaml", ".yml", ".xml"}


class Variables:
    """The observer. A module's variable is shown if a function that ran uses it."""

    def __init__(self) -> None:
        self._variables: dict[str, dict[str, Any]] = {}
        self._files: dict[str, Path] = {}

    def look(self, frames: Sequence[FrameType]) -> Snapshot:
        """Return the variables and the files."""
        world: dict[tuple[str, str], State] = {}
        for depth, frame in enumerate(frames):
            self._find(frame)
            for name, value in locals_of(frame).items():
                if not name.startswith("_") and _is_worth(value):
                    world[OBJECTS, f"{depth}{LOCAL}{name}"] = whole(value)
        for name, module in self._variables.items():
            world[MEMORY, name] = whole(module.get(name))
        for name, path in self._files.items():
            world[FILE, name] = _document(path)
        return world

    def _find(self, frame: FrameType) -> None:
        for name in variables(frame.f_code) if frame.f_locals is not frame.f_globals else ():
            value = frame.f_globals.get(name)
            if isinstance(value, Path):
                self._add(value)
            elif type(value) in DATA and name in frame.f_globals and not name.isupper():
                self._variables.setdefault(name, frame.f_globals)
        for value in list(locals_of(frame).values()):
            if type(value).__mro__.count(Path):
                self._add(value)
            elif io.IOBase in type(value).__mro__ and isinstance(getattr(value, "name", None), str):
                self._add(Path(value.name))

    def _add(self, path: Path) -> None:
        if TEXTS.intersection(path.suffixes):
            self._files.setdefault(path.name, path)


def _is_worth(value: Any) -> bool:
    return session_of(value) is None and not is_mapped(value)


def _document(path: Path) -> FileState:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return FileState("(no ordinary file)", status.st_size)
        with path.open("rb") as file:
            data = file.read(TEXT + 1)
            size = path.stat().st_size
    except FileNotFoundError:
        return FileState(None)
    except (OSError, ValueError) as error:
        return FileState(f"(cannot be read: {said(error)})")
    text = clean(data[:TEXT].decode("utf-8", "replace"))
    return FileState(text + ("…" if size > TEXT else ""), size)
