"""A folder for a process that may leave anything in it."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def scratch() -> Iterator[Path]:
    """Make a folder, and delete it afterwards as far as possible, without an error."""
    folder = tempfile.TemporaryDirectory(prefix="workbook-", ignore_cleanup_errors=True)
    try:
        yield Path(folder.name)
    finally:
        with suppress(OSError, RecursionError):
            folder.cleanup()
        delete(folder.name)


def delete(folder: str | Path) -> None:
    """Delete a folder as far as possible, without an error; one that is not there is no error."""
    # A thousand nested folders are more than Python can delete: a RecursionError up to 3.12,
    # and too many open files.
    with suppress(OSError, RecursionError):
        shutil.rmtree(folder, ignore_errors=True)
    if os.path.exists(folder) and (rm := shutil.which("rm")):
        subprocess.run([rm, "-rf", "--", folder], stderr=subprocess.DEVNULL)
