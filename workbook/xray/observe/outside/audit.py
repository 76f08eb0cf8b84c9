"""Hears, before they happen, that files are opened and SQLite's databases connected to.

Python has one way to see that in time, wherever it is done: an audit hook, of the whole process and
for good. It passes on what the code does that is followed now, and forgets the rest.
"""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from types import FrameType
from typing import Any, Protocol

OPENED = "open"
MOVED = {"os.rename", "os.link"}
REMOVED, TRUNCATED = "os.remove", "os.truncate"
CONNECTS, CONNECTED = "sqlite3.connect", "sqlite3.connect/handle"
LOCKED, NAMED = "fcntl.lockf", "tempfile.mkstemp"
EVENTS = frozenset({NAMED, OPENED, *MOVED, REMOVED, TRUNCATED, CONNECTS, CONNECTED, LOCKED})


class Hearer(Protocol):
    """Is told what the code that is followed is about to do."""

    def hear(self, event: str, arguments: tuple) -> None:
        """Note an event, whose names and arguments Python's documentation lists."""


# In this thread or task; none: not followed, and an empty tuple: not to be heard.
_hearers: ContextVar[tuple[Hearer, ...] | None] = ContextVar("workbook_hearers", default=None)
# Whoever hears now. The threads in which asyncio runs what would block, as for `aiofiles`, know
# nothing of the task that waits for them: what they do is told if only one can be meant.
_all: list[tuple[Hearer, ...]] = []
EXECUTOR = "asyncio_"
sqlite_files: set[str] = set()  # whatever they are called, none of them may be opened
locked_files: set[tuple[int, int]] = set()  # by device and number: nor any of these
sqlalchemys: set[int] = set()  # the connections, by `id`, that SQLAlchemy has opened


@contextmanager
def hearing(*hearers: Hearer) -> Iterator[None]:
    """Tell them what happens in this block, in this thread or task and those that it starts."""
    token = _hearers.set(hearers)
    if hearers:
        _all.append(hearers)
    try:
        yield
    finally:
        _hearers.reset(token)
        if hearers:
            _all.remove(hearers)


def current_hearers() -> tuple[Hearer, ...]:
    """Return who follows the code that runs now."""
    hearers = _hearers.get()
    if hearers is None and len(_all) == 1:
        return _all[0] if threading.current_thread().name.startswith(EXECUTOR) else ()
    return hearers or ()


def _hook(event: str, arguments: tuple, events: frozenset = EVENTS) -> None:
    # Called for each import and much else, so this comes first; as a default, because at the end
    # of the process a module's names are gone before its functions are.
    if event not in events:
        return
    with suppress(Exception):  # whatever it is, it is not the app's
        _note(event, arguments)
        heard = current_hearers()
        if heard:
            with hearing():  # not what is done to look at it
                for each in heard:
                    each.hear(event, arguments)


def _note(event: str, arguments: tuple) -> None:
    """Note what matters whoever does it."""
    if event == CONNECTS and isinstance(arguments[0], str | bytes | os.PathLike):
        path = os.fsdecode(arguments[0])
        if path.startswith("file:"):
            path = path.removeprefix("file:").partition("?")[0]
        sqlite_files.add(os.path.realpath(path))
    elif event == CONNECTED:
        (sqlalchemys.add if _is_sqlalchemys() else sqlalchemys.discard)(id(arguments[0]))
    elif event == LOCKED and isinstance(arguments[0], int):
        status = os.fstat(arguments[0])
        locked_files.add((status.st_dev, status.st_ino))


def _is_sqlalchemys() -> bool:
    """Tell whether SQLAlchemy, or the X-ray itself, is what connects."""
    frame: FrameType | None = sys._getframe(1)
    for _ in range(25):
        if frame is None:
            return False
        name = str(frame.f_globals.get("__name__"))
        if name.startswith(("sqlalchemy.", "workbook.xray.observe.database.")):
            return True
        if name.startswith("workbook.xray.record."):
            return False
        frame = frame.f_back
    return False


def paths_in(event: str, arguments: tuple) -> list[tuple[str, bool]]:
    """Return the files that an event is about, and whether they are written."""
    given: list[tuple[Any, bool]] = []
    if event == OPENED:
        given = [(arguments[0], _writes(*arguments[1:]))]
    elif event in MOVED and set(arguments[2:]) <= {-1}:  # not relative to a folder that is open
        given = [(each, True) for each in arguments[:2]]
    elif (event == REMOVED and set(arguments[1:]) <= {-1}) or event == TRUNCATED:
        given = [(arguments[0], True)]
    return [(os.fsdecode(p), w) for p, w in given if isinstance(p, str | bytes | os.PathLike)]


def _writes(mode: Any, flags: Any) -> bool:
    if isinstance(mode, str):
        return not set(mode).isdisjoint("wax+")
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))


sys.addaudithook(_hook)
