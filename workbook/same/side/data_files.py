"""The app's files of data: does its import read any? And SQLite need not wait for disks."""

import os
import sqlite3
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

READS = ("open", "sqlite3.connect")


def watched(folder: Path) -> dict[str, None]:
    """Return the names of the files of data, in this folder, that are opened from now on.

    Args:
        folder: of the app; Python's own files are left out.

    """
    found: dict[str, None] = {}
    text = str(folder)

    def look(name: str, arguments: tuple[Any, ...]) -> None:
        if name == "sqlite3.connect/handle":
            # To wait until a COMMIT is on the disk takes longer than all else, and proves nothing.
            with suppress(sqlite3.Error):
                sqlite3.Connection.execute(arguments[0], "PRAGMA synchronous = OFF")
        elif name in READS and isinstance(path := arguments[0], str | os.PathLike):
            real = os.path.abspath(os.fspath(path))
            if isinstance(real, str) and real.startswith(text) and ".py" not in real:
                found[real] = None

    sys.addaudithook(look)
    return found
