"""The app's databases: whether SQLite is used, and how it treats them."""

import sys
from typing import Any

from sqlalchemy import Engine, event


class DataFiles:
    """Notes whether SQLite is used, and sets its connections up.

    Attributes:
        connected: SQLite is used.
        reverses: SQLite is to turn round the rows of a query without ORDER BY: their order is
            nobody's promise, and another database has another.

    """

    def __init__(self) -> None:
        self.connected = self.reverses = False
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
