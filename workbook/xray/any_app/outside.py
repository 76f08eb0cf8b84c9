"""Watches what an app that runs in a copy of its folder does outside of the copy.

Python tells before it opens, deletes or replaces a file. A database on a server cannot be kept from
changing: SQLAlchemy tells of it.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event

from workbook.command_line.ending import PROCESS
from workbook.xray.any_app.events import EVENTS
from workbook.xray.any_app.guard import ChangeRefusedError, Guard
from workbook.xray.any_app.strict_guard import StrictGuard

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


@event.listens_for(Engine, "do_connect")
def _refuse(dialect: Any, _record: Any, _arguments: Any, options: dict[str, Any]) -> None:
    """Refuse a database on a server: its data would not begin anew, and may be the owner's."""
    if _guard is None or not _guard.strict or dialect.name == "sqlite":
        return
    name = f"a database of {dialect.name}" + (f" at {h}" if (h := options.get("host")) else "")
    _guard.refuse(name)


@cache
def _listen() -> None:
    sys.addaudithook(_look)  # for good: none can be removed


@contextmanager
def guarded(
    folder: Path, original: Path, ours: Path | None = None, *, strict: bool = False
) -> Iterator[Guard]:
    """Let an app change, in this block, only what is in this folder.

    Args:
        folder: the copy.
        original: what it is a copy of.
        ours: a file that the command itself writes.
        strict: and nothing else whatsoever; see `StrictGuard`.

    """
    global _guard
    _listen()
    _guard = (StrictGuard if strict else Guard)(folder, original, ours)
    try:
        yield _guard
    finally:
        if not PROCESS.ends_at_once:
            _guard = None
