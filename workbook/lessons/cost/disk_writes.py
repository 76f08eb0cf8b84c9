"""What a change of SQLite's database writes to the disk, to the byte.

Python's sqlite3 does not tell it. So the statements are noted, and repeated on a copy of the
database by another SQLite, the one of the package apsw, which tells each write.
"""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import apsw
from sqlalchemy import event

from workbook.server import Server


class DiskWrites:
    """What was written.

    Attributes:
        pages: how many pages of the database.
        database: how many bytes went into the database's file.
        journal: how many bytes went into its journal.
        syncs: how often SQLite waited until the disk had all of it.

    """

    pages = database = journal = syncs = 0

    @property
    def bytes(self) -> int:
        """All that was written."""
        return self.database + self.journal

    def __repr__(self) -> str:
        return (
            f"database: {self.database:,} bytes, {self.pages} pages\n"
            f"journal:  {self.journal:,} bytes\n"
            f"together: {self.bytes:,} bytes, syncs: {self.syncs}"
        )


@contextmanager
def disk_writes(server: Server) -> Iterator[DiskWrites]:
    """Count what the app writes to the disk in the `with` block; it is known at its end.

    Args:
        server: an app with a database of SQLite, which nobody else uses in the block.

    Returns:
        What was written.

    Raises:
        TypeError: the app has no such database.

    """
    engine = server.engine
    if engine is None or engine.name != "sqlite":
        raise TypeError("disk_writes() knows only an app with a database of SQLite")
    statements: list[str] = []
    counted, inside = DiskWrites(), True

    def follow(connection: sqlite3.Connection, *_: Any) -> None:
        connection.set_trace_callback(statements.append if inside else None)

    with tempfile.TemporaryDirectory() as folder:
        copy = str(Path(folder, "copy.db"))
        with (
            closing(sqlite3.connect(str(engine.url.database))) as original,
            closing(sqlite3.connect(copy)) as target,
        ):
            original.backup(target)
        # For good: to remove it would disturb a request that is just giving its connection back.
        event.listen(engine, "checkout", follow)
        try:
            yield counted
        finally:
            inside = False
        _repeat(statements, copy, counted)


def _repeat(statements: list[str], database: str, counted: DiskWrites) -> None:
    files = _Files(counted)
    try:
        with closing(apsw.Connection(database, vfs=files.name)) as connection:
            for statement in statements:
                connection.execute(statement).fetchall()
    finally:
        files.unregister()


class _Files(apsw.VFS):
    """The files as SQLite has them, but each opened one counts."""

    name = "workbook-counts"

    def __init__(self, counted: DiskWrites) -> None:
        self._counted = counted
        super().__init__(self.name, "")

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: N802
        return _File(self._counted, name, flags)


class _File(apsw.VFSFile):
    def __init__(self, counted: DiskWrites, name: Any, flags: list[int]) -> None:
        self._counted = counted
        self._is_database = bool(flags[0] & apsw.SQLITE_OPEN_MAIN_DB)
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        if self._is_database:
            self._counted.pages += 1
            self._counted.database += len(data)
        else:
            self._counted.journal += len(data)
        super().xWrite(data, offset)

    def xSync(self, flags: int) -> None:  # noqa: N802
        self._counted.syncs += 1  # and that is all: nobody needs the copy
