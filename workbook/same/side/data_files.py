"""The app's files of data: which are opened, and how SQLite treats its own."""

import os
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

READS = ("open", "sqlite3.connect")


class DataFiles:
    """Notes what is opened in a folder from now on; Python's own files are left out.

    Args:
        folder: the app's.

    Attributes:
        opened: their names.
        connected: a SQLite database is among them, or was made in memory.
        reverses: SQLite is to turn round the rows of a query without ORDER BY: their order is
            nobody's promise, and another database has another.

    """

    def __init__(self, folder: Path) -> None:
        self.opened: dict[str, None] = {}
        self.connected = self.reverses = False
        self._folder = str(folder)
        sys.addaudithook(self._look)
        event.listen(Engine, "connect", self._set)

    def _set(self, connection: Any, _: Any) -> None:
        """Set up a new connection of SQLAlchemy's."""
        if not self.connected or "sqlite" not in type(connection).__module__:
            return
        cursor = connection.cursor()
        # To wait until a COMMIT is on the disk takes longer than all else, and proves nothing.
        cursor.execute("PRAGMA synchronous = OFF")
        if self.reverses:
            cursor.execute("PRAGMA reverse_unordered_selects = ON")
        cursor.close()

    def _look(self, name: str, arguments: tuple[Any, ...]) -> None:
        if name == "sqlite3.connect/handle":
            self.connected = True
        elif name in READS and isinstance(path := arguments[0], str | os.PathLike):
            real = os.path.abspath(os.fspath(path))
            if isinstance(real, str) and real.startswith(self._folder) and ".py" not in real:
                self.opened[real] = None
