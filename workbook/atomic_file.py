"""Write a file whole or not at all, and never over a file of somebody else."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

Ours = Callable[[bytes], bool]  # whether the begin of a file says that it is one of ours
BEGIN = 1_000  # bytes
SUFFIX = ".new"  # of what is not whole yet


def may_write(path: Path, kind: str, is_ours: Ours) -> Path:
    """Find out whether a file can be written, before there is work to lose.

    Args:
        path: what shall be written.
        kind: what it will be, for the message, such as "page".
        is_ours: whether a file that begins so may be replaced.

    Returns:
        The file that a link leads to: that is written, not the link.

    Raises:
        ValueError: it cannot be written, or it is there and is not ours.

    """
    try:
        target = path.resolve()
        if target.exists() and not _is_ours(target, is_ours):
            raise ValueError(f"{path} exists and is no {kind} of ours: name another file")
        with tempfile.NamedTemporaryFile(dir=target.parent, suffix=SUFFIX):
            return target
    except (OSError, RuntimeError) as error:
        raise _cannot_write(path, error) from None


def write_whole(path: Path, text: bytes, kind: str, is_ours: Ours) -> None:
    """Write a file whole or not at all; see `may_write` for the arguments and errors."""
    try:
        target = may_write(path, kind, is_ours)
        with tempfile.NamedTemporaryFile(dir=target.parent, suffix=SUFFIX, delete=False) as file:
            try:
                file.write(text)
                file.close()
                os.chmod(file.name, 0o644)
                os.replace(file.name, target)
            except BaseException:
                os.unlink(file.name)
                raise
    except OSError as error:
        raise _cannot_write(path, error) from None


def _cannot_write(path: Path, error: Exception) -> ValueError:
    return ValueError(f"cannot write {path}: {getattr(error, 'strerror', None) or error}")


def _is_ours(path: Path, is_ours: Ours) -> bool:
    if not path.is_file() or not os.access(path, os.W_OK):
        return False
    with path.open("rb") as file:
        return is_ours(file.read(BEGIN))
