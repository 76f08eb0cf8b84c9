"""A temporary folder that is deleted at the latest by the next process that makes one.

Who is killed deletes nothing. So the folder is locked as long as its process lives, and one that
is not locked is nobody's any more.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

PREFIX = "workbook-held-"


@contextmanager
def held_folder() -> Iterator[Path]:
    """Make a folder, and delete it at the end of the block as far as possible, without an error."""
    if fcntl is not None:
        _delete_those_left()
    folder, lock = _made()
    try:
        yield Path(folder.name)
    finally:
        with suppress(OSError, RecursionError):
            folder.cleanup()
        delete(folder.name)
        if lock is not None:
            os.close(lock)


def delete(folder: str | Path) -> None:
    """Delete a folder as far as possible, without an error; one that is not there is no error."""
    # A thousand nested folders are more than Python can delete: a RecursionError up to 3.12,
    # and too many open files.
    with suppress(OSError, RecursionError):
        shutil.rmtree(folder, ignore_errors=True)
    if os.path.exists(folder) and (rm := shutil.which("rm")):
        subprocess.run([rm, "-rf", "--", folder], stderr=subprocess.DEVNULL)


def _made() -> tuple[tempfile.TemporaryDirectory[str], int | None]:
    """Return a new folder and its lock; None: folders cannot be locked here, so none is deleted.

    Before it is locked, another process may take it for one that is left: that one is given up.
    """
    while True:
        folder = tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True)
        try:
            lock = _locked(folder.name)
        except (BlockingIOError, FileNotFoundError):
            folder.cleanup()
            continue
        except OSError:
            return folder, None
        if lock is None or os.path.exists(folder.name):
            return folder, lock
        os.close(lock)
        folder.cleanup()


def _delete_those_left() -> None:
    for each in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):
            lock = _locked(str(each))
            delete(each)
            if lock is not None:
                os.close(lock)


def _locked(name: str) -> int | None:
    """Lock a folder; None: there are no locks on this system.

    Raises:
        BlockingIOError: another process has locked it.
        FileNotFoundError: it is gone.
        OSError: it is not ours, or there are no locks where it is.

    """
    if fcntl is None:
        return None
    number = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(number)
        raise
    return number
