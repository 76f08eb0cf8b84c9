"""Write a file whole or not at all, and never over a file that something else made."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from workbook.files.ordinary_file import SUFFIX, replace_file

IsOurs = Callable[[bytes], bool]  # whether the beginning of a file says that it is one of ours
BEGINNING = 1_000  # bytes


def may_write(path: Path, made_by: str, is_ours: IsOurs) -> Path:
    """Find out whether a file can be written, before there is work to lose.

    Args:
        path: the file to write.
        made_by: the command that writes such files, for the message.
        is_ours: whether a file that begins so was made by it, and may be replaced.

    Returns:
        The file itself if the path is a link, so that the link stays.

    Raises:
        ValueError: it cannot be written, or it exists and is not ours.

    """
    try:
        target = path.resolve()
        if target.exists() and not _is_ours(target, is_ours):
            raise ValueError(f"{path} exists and was not made by `{made_by}`: name another file")
        with tempfile.NamedTemporaryFile(dir=target.parent, suffix=SUFFIX):
            return target
    except (OSError, RuntimeError) as error:
        raise _cannot_write(path, error) from None


def write_whole(path: Path, text: bytes, made_by: str, is_ours: IsOurs) -> None:
    """Write a file whole or not at all; see `may_write` for the arguments and errors."""
    try:
        target = may_write(path, made_by, is_ours)
        replace_file(target, text)
    except OSError as error:
        raise _cannot_write(path, error) from None


def _cannot_write(path: Path, error: Exception) -> ValueError:
    return ValueError(f"cannot write {path}: {getattr(error, 'strerror', None) or error}")


def _is_ours(path: Path, is_ours: IsOurs) -> bool:
    if not path.is_file() or not os.access(path, os.W_OK):
        return False
    with path.open("rb") as file:
        return is_ours(file.read(BEGINNING))
