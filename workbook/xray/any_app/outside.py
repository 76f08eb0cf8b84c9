"""Keeps an app that runs in a copy of its folder from changing files that are not in the copy.

An absolute path in its settings leads to the real file. To open such a file for writing, to delete
or to replace it is refused, before it happens; new files are made, and said. A database on a
server cannot be kept from changing: that is said.
"""

import errno
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from sqlalchemy import Connection, Engine, event

from workbook.xray.ending import PROCESS

EVENTS = {"open", "sqlite3.connect", "os.rename", "os.remove", "os.truncate", "os.mkdir"}
EVENTS |= {"shutil.rmtree"}
WRITES = os.O_WRONLY | os.O_RDWR | os.O_APPEND | os.O_TRUNC
READ_ONLY = {"ro", "memory"}  # SQLite's modes
REASON = "outside of the copy of the app's folder; --in-place lets the app change it"


class ChangeRefusedError(PermissionError):
    """An app wants to change a file of its owner's."""

    def __init__(self, path: str) -> None:
        super().__init__(errno.EACCES, REASON, path)


class Guard:
    """Looks at each file that is about to be changed.

    Attributes:
        refused: the files that the app was not allowed to change.
        made: the files and folders outside of the copy that it has made.
        servers: the databases that it has connected to and that are no files.

    """

    def __init__(self, folder: Path, ours: Path | None = None) -> None:
        self.refused: dict[str, None] = {}
        self.made: dict[str, None] = {}
        self.servers: dict[str, None] = {}
        self._folder = folder
        cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
        free: list[str | Path] = [cache, sys.prefix, sys.base_prefix, *([ours] if ours else [])]
        self._free = [Path(each).resolve() for each in free]

    def look(self, name: str, arguments: tuple[Any, ...]) -> None:
        """Look at what Python is about to do.

        Args:
            name: of the event, in Python's table of audit events.
            arguments: of the event.

        Raises:
            ChangeRefusedError: it must not happen.

        """
        match name, arguments:
            case "open", (path, mode, flags):
                writes = flags & WRITES or (isinstance(mode, str) and set(mode) & set("wax+"))
                if writes and not os.path.isdir(path):  # tempfile opens one, to begin with
                    self._changes(path)
            case "sqlite3.connect", (path, *_):
                self._connects(path)
            case "os.rename", (source, target, -1, -1):
                self._changes(source)
                self._changes(target)
            case "os.remove", (path, -1):
                self._changes(path)
            case "os.mkdir", (path, _, -1) if not os.path.exists(path):
                self._changes(path)
            case "os.truncate" | "shutil.rmtree", (path, *_):
                self._changes(path)

    def _connects(self, path: Any) -> None:
        name = os.fsdecode(path)
        if name.startswith("file:"):
            parts = urlsplit(name)
            if not READ_ONLY.isdisjoint(parse_qs(parts.query).get("mode", [])):
                return
            name = unquote(parts.path)
        if name not in ("", ":memory:"):
            self._changes(name)

    def _changes(self, path: Any) -> None:
        if isinstance(path, int):
            return  # an open file, which was looked at when it was opened
        real = Path(os.path.realpath(os.fsdecode(path)))
        if real.is_relative_to(self._folder):
            return
        if ".pyc" in real.name or any(real.is_relative_to(each) for each in self._free):
            return
        if not real.exists():
            self.made[str(real)] = None
        elif not (real.is_file() or real.is_dir()):
            return  # a device, such as /dev/null
        elif self.made.keys().isdisjoint(map(str, (real, *real.parents))):
            self.refused[str(real)] = None
            raise ChangeRefusedError(str(real))

    def warnings(self) -> Iterator[str]:
        """Yield what the copy did not keep from changing."""
        temporary = Path(tempfile.gettempdir()).resolve()
        for name in self.made:
            path = Path(name)
            within = not self.made.keys().isdisjoint(map(str, path.parents))
            if path.exists() and not path.is_relative_to(temporary) and not within:
                yield f"the app has made {name}, which is not in the copy: it stays"
        for each in self.servers:
            yield f"the app's database is not in the copy ({each}): what was changed there stays"

    def refusal(self) -> str:
        """Return what the app was not allowed to change, or nothing."""
        if not self.refused:
            return ""
        return (
            f"the app would change {', '.join(self.refused)}\n"
            "  That is not in the copy of its folder: it was not allowed to, and it is unchanged\n"
            "  With --in-place it may: then it works on your real data"
        )


_guard: Guard | None = None  # for the whole process, like its working directory


def _look(name: str, arguments: tuple[Any, ...]) -> None:
    if _guard is None or name not in EVENTS:
        return
    try:
        _guard.look(name, arguments)
    except ChangeRefusedError:
        raise
    except Exception:  # a name that is none: Python will say so
        return


@event.listens_for(Engine, "engine_connect")
def _note(connection: Connection) -> None:
    url = connection.engine.url
    if _guard is None or url.get_backend_name() == "sqlite" or os.path.isfile(url.database or ""):
        return
    _guard.servers[url.get_backend_name() + (f" at {url.host}" if url.host else "")] = None


@cache
def _listen() -> None:
    sys.addaudithook(_look)  # for good: none can be removed


@contextmanager
def guarded(folder: Path, ours: Path | None = None) -> Iterator[Guard]:
    """Let an app change, in this block, only what is in this folder.

    Args:
        folder: the copy.
        ours: a file that the command itself writes.

    """
    global _guard
    _listen()
    _guard = Guard(folder, ours)
    try:
        yield _guard
    finally:
        if not PROCESS.ends_at_once:
            _guard = None
