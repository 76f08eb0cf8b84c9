"""Read and replace ordinary files only: a pipe would wait for ever, and a device be replaced."""

import os
import stat
import tempfile
from pathlib import Path

SUFFIX = ".new"  # of a file that is not whole yet


def read_file(path: Path) -> bytes:
    """Read a file.

    Raises:
        OSError: it cannot be read, or is no ordinary file.

    """
    _refuse_others(path, os.stat(path).st_mode)
    return path.read_bytes()


def replace_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all. A link stays, and so do the file's permissions.

    Args:
        path: the file, or a link to it; it need not exist, but its folder must.
        content: what is in it afterwards.

    Raises:
        OSError: it cannot be written, or is no ordinary file; it is as it was.

    """
    target = Path(os.path.realpath(path))
    try:
        mode = os.stat(path).st_mode
        _refuse_others(path, mode)
    except FileNotFoundError:
        mode = 0o644
    try:
        _replace(target, content, stat.S_IMODE(mode))
    except OSError as error:  # which may name the new file
        raise OSError(error.errno, error.strerror or str(error), str(path)) from None


def _replace(target: Path, content: bytes, mode: int) -> None:
    with tempfile.NamedTemporaryFile(dir=target.parent, suffix=SUFFIX, delete=False) as file:
        try:
            file.write(content)
            file.close()
            os.chmod(file.name, mode)
            os.replace(file.name, target)
        except BaseException:
            os.unlink(file.name)
            raise


def _refuse_others(path: Path, mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise OSError(0, "it is not an ordinary file", str(path))
