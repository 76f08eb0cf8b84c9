"""What an app that runs in a copy of its folder may change, and what not.

An absolute path in its settings leads to the real file. To open such a file for writing, to delete
or to replace it is refused, before it happens; so is a new file in the app's own folder. Elsewhere,
new files are made, and said.
"""

import errno
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from workbook.files.ordinary_file import SUFFIX
from workbook.xray.any_app.database_file import database_file

WRITES = os.O_WRONLY | os.O_RDWR | os.O_APPEND | os.O_TRUNC | os.O_CREAT
REASON = "outside of the copy of the app's folder"
IN_PLACE = "; --in-place lets the app change it"


class ChangeRefusedError(PermissionError):
    """An app wants to change a file of its owner's, or to talk to another computer."""

    def __init__(self, path: str, reason: str = REASON) -> None:
        super().__init__(errno.EACCES, reason, path)


class Guard:
    """Looks at each file that is about to be changed.

    Args:
        folder: the copy.
        original: what it is a copy of.
        ours: a file that the command itself writes.

    Attributes:
        refused: the files that the app was not allowed to change.
        made: the files and folders outside of the copy that it has made.
        servers: the databases that it has connected to and that are no files.
        reached: other programs on this computer that it has connected to, if the guard is strict.
        tell: is told what is refused.

    """

    strict = False
    reason = REASON + IN_PLACE

    def __init__(self, folder: Path, original: Path, ours: Path | None = None) -> None:
        self.refused: dict[str, None] = {}
        self.made: dict[str, None] = {}
        self.servers: dict[str, None] = {}
        self.reached: dict[str, None] = {}
        self.tell: Callable[[str], None] = lambda _: None
        self._folder, self._original, self._ours = folder, original, ours
        cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
        self._free = [Path(each).resolve() for each in (cache, sys.prefix, sys.base_prefix)]
        self._temporary = Path(tempfile.gettempdir()).resolve()

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
                    self.changes(path)
            case "sqlite3.connect", (path, *_):
                self.connects(path)
            case "os.rename", (source, target, -1, -1):
                self.changes(source)
                self.changes(target)
            case "os.remove", (path, -1):
                self.changes(path)
            case "os.mkdir", (path, _, -1) if not os.path.exists(path):
                self.changes(path)
            case "os.truncate" | "shutil.rmtree", (path, *_):
                self.changes(path)

    def connects(self, path: Any) -> None:
        """Look at a database of SQLite before it is opened.

        Raises:
            ChangeRefusedError: it must not change.

        """
        if file := database_file(os.fsdecode(path)):
            self.changes(file)

    def changes(self, path: Any) -> None:
        """Look at a file or a folder before it is changed.

        Raises:
            ChangeRefusedError: it must not be.

        """
        if isinstance(path, int):
            return  # an open file, which was looked at when it was opened
        real = Path(os.path.realpath(os.fsdecode(path)))
        if not real.is_relative_to(self._folder) and not self._may_change(real):
            self.refuse(str(real), self.reason)

    def refuse(self, name: str, reason: str = REASON) -> None:
        """Refuse something.

        Raises:
            ChangeRefusedError: always.

        """
        self.refused[name] = None
        self.tell(name)
        raise ChangeRefusedError(name, reason)

    def _may_change(self, real: Path) -> bool:
        if self._is_free(real):
            return True
        if real.exists():
            made = not self.made.keys().isdisjoint(map(str, (real, *real.parents)))
            return made or not (real.is_file() or real.is_dir())  # a device: /dev/null
        within = self._temporary.is_relative_to(self._original)
        temporary = within and real.is_relative_to(self._temporary)
        if real.is_relative_to(self._original) and not temporary:
            return False
        self.made[str(real)] = None
        return True

    def _is_free(self, real: Path) -> bool:
        """Tell whether it is of a cache, of Python's, or what the command itself writes."""
        ours = self._ours
        if ours and real.parent == ours.parent and (real == ours or real.suffix == SUFFIX):
            return True
        return ".pyc" in real.name or any(real.is_relative_to(each) for each in self._free)

    def warnings(self) -> Iterator[str]:
        """Yield what the copy did not keep from changing."""
        for name in self.made:
            path = Path(name)
            within = not self.made.keys().isdisjoint(map(str, path.parents))
            if path.exists() and not within:
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
