"""Sees the files that a function that ran knows by a path, or has open."""

import io
import stat
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Any

from workbook.display.harmless import clean
from workbook.xray.observe.frames import in_sight
from workbook.xray.observe.values import said
from workbook.xray.snapshot import FILE, FileState, Snapshot

TEXT = 400  # characters of a file that are kept
# Opening and closing a SQLite file would drop the locks that this process holds on it, so only
# files whose names say that they are text are opened.
TEXTS = {".json", ".jsonl", ".csv", ".tsv", ".txt", ".log", ".md", ".toml", ".yaml", ".yml", ".xml"}


class Files:
    """The observer."""

    def __init__(self) -> None:
        self._paths: dict[str, Path] = {}

    def look(self, frames: Sequence[FrameType]) -> Snapshot:
        """Return the files."""
        for frame in frames:
            for value in in_sight(frame).values():
                path = _path_of(value)
                if path is not None and TEXTS.intersection(path.suffixes):
                    self._paths.setdefault(path.name, path)
        return {(FILE, name): _state(path) for name, path in self._paths.items()}


def _path_of(value: Any) -> Path | None:
    if issubclass(type(value), Path):
        return value
    # What `open` returns is only registered as a subclass.
    if issubclass(type(value), io.IOBase) and isinstance(getattr(value, "name", None), str):
        return Path(value.name)
    return None


def _state(path: Path) -> FileState:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return FileState("(not a regular file)", status.st_size)
        with path.open("rb") as file:
            data = file.read(TEXT + 1)
            size = path.stat().st_size
    except FileNotFoundError:
        return FileState(None)
    except (OSError, ValueError) as error:
        return FileState(f"(cannot be read: {said(error)})")
    text = clean(data[:TEXT].decode("utf-8", "replace"))
    return FileState(text + ("…" if size > TEXT else ""), size)
