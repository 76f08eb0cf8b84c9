"""What is read of a file at one moment, and what differs from the moment before."""

import stat
import time
from dataclasses import dataclass, replace
from pathlib import Path

from workbook.xray.observe.outside.audit import locked_files
from workbook.xray.observe.outside.contents import (
    TEXT,
    shown,
    text_in,
    what_differs,
    without_columns,
    wrong_with_json,
)
from workbook.xray.observe.outside.paths import TEXTS
from workbook.xray.observe.values import said
from workbook.xray.snapshot import FileState, Part

LARGEST = 10_000_000  # bytes of a file that are compared
SETTLED = 1_000_000_000  # nanoseconds after which a file that is written has another time


@dataclass(frozen=True)
class Read:
    """A file as it was read, and what the disk then said of it."""

    state: FileState
    text: str | None = None
    status: tuple[int, ...] = ()

    def has(self, content: bytes) -> bool:
        """Tell whether this is the content that was read."""
        is_text = self.text is not None
        return is_text and (self.state.size, self.state.digest) == (len(content), hash(content))


def read(label: str, path: Path, before: Read | None) -> Read:
    """Return what is in a file now.

    Args:
        label: of the file.
        path: where it is.
        before: what was read the last time; returned again if nothing has changed.

    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return Read(FileState("(not a regular file)", status.st_size))
        # One that was written a moment ago may be written again at the same time, to the clock.
        is_settled = time.time_ns() - status.st_mtime_ns > SETTLED
        key = (status.st_ino, status.st_size, status.st_mtime_ns) if is_settled else ()
        if before is not None and key and before.status == key:
            return before
        if (status.st_dev, status.st_ino) in locked_files:
            return Read(FileState("(not read: the app locks it)", status.st_size))
        content = path.read_bytes() if status.st_size <= LARGEST else None
        size = status.st_size if content is None else len(content)
    except FileNotFoundError:
        return Read(FileState(None))
    except (OSError, ValueError) as error:
        return Read(FileState(f"(cannot be read: {said(error)})"))
    if content is None:
        return _compared(label, _large(path, size, status.st_mtime_ns), before, key)
    if before is not None and before.has(content):
        return replace(before, status=key)
    return _compared(label, _state(path, content), before, key)


def _large(path: Path, size: int, changed: int) -> Read:
    with path.open("rb") as file:
        text = text_in(file.read(20 * TEXT), is_text=True)
    note = f"too large to be compared: {size:,} bytes"
    return Read(FileState(shown(text) if text else "(binary)", size, changed, note))


def _state(path: Path, content: bytes) -> Read:
    size, suffix = len(content), path.suffix.lower()
    text = text_in(content, is_text=not TEXTS.isdisjoint(path.suffixes))
    if text is None:
        return Read(FileState(f"(binary, {size:,} bytes)", size, hash(content)))
    is_json = ".json" in path.suffixes and bool(text)
    note = wrong_with_json(text) if is_json else ""
    text = without_columns(text, suffix)
    beginning = shown(text, is_json=is_json and not note)
    return Read(FileState(beginning, size, hash(content), note), text)


def _compared(label: str, now: Read, before: Read | None, status: tuple[int, ...]) -> Read:
    if before is None or before.state == now.state:
        return replace(now, status=status)
    old, new = before.state, now.state
    parts: tuple[Part, ...] = ()
    if before.text and now.text and len(now.text) > TEXT:
        is_json = old.note == new.note == "" and label.count(".json") > 0
        parts = what_differs(label, before.text, now.text, is_json=is_json)
    elif new.text == old.text:
        parts = (Part(label, "", "", "its bytes changed"),)
    state = replace(new, since=old.digest, parts=parts)
    return Read(state, now.text, status)
