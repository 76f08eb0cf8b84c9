"""A temporary folder that is deleted at the latest by the next process that makes one.

Who is killed deletes nothing. So the folder is locked as long as its process lives, and one that
is not locked is nobody's any more.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from workbook.processes.scratch import delete

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

PREFIX = "workbook-held-"


@contextmanager
def held_folder() -> Iterator[Path]:
    """Make a folder, and delete it at the end of the block, without an error."""
    if fcntl is not None:
        _delete_those_left()
    with tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as name:
        lock = _locked(name)
        try:
            yield Path(name)
        finally:
            delete(name)
            if lock is not None:
                os.close(lock)


def _delete_those_left() -> None:
    for each in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        lock = _locked(str(each))
        if lock is not None:
            delete(each)
            os.close(lock)


def _locked(name: str) -> int | None:
    """Lock a folder; None: another process has done so, or it is not ours."""
    if fcntl is None:
        return None
    with suppress(OSError):
        number = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return number
        except OSError:
            os.close(number)
    return None
