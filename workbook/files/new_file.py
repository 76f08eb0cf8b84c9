"""Make a file whole or not at all, and never over anything that is there."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path


def write_new(path: Path, text: str) -> bool:
    """Write a new file.

    Args:
        path: the file, in a folder that exists.
        text: what is in it.

    Returns:
        False if there is something of this name already; it is left as it is.

    Raises:
        OSError: it cannot be written; nothing is left behind.

    """
    if path.is_symlink() or path.exists():
        return False
    with _whole(path, text) as whole:
        return _name_it(whole, path)


def begin_again(path: Path, text: str, folder: Path) -> Path:
    """Write a file anew, and keep what was there, under its name with a number that is free.

    Args:
        path: the file.
        text: what is in it afterwards.
        folder: for what was there; it is made if there is none.

    Returns:
        Where it is kept.

    Raises:
        OSError: it cannot be done; nothing is lost.

    """
    folder.mkdir(exist_ok=True)
    with _whole(path, text) as whole:  # first: on a full disk the old file stays where it is
        kept = _moved(path, folder)
        if not _name_it(whole, path):
            raise FileExistsError(17, "something else has just written it", str(path))
    return kept


@contextmanager
def _whole(path: Path, text: str) -> Iterator[Path]:
    """Write the text under another name, which is gone afterwards."""
    whole = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    try:
        whole.write_text(text, encoding="utf-8", newline="\n")
        yield whole
    finally:
        with suppress(OSError):
            whole.unlink()


def _name_it(whole: Path, path: Path) -> bool:
    """Give a file its name, unless this is taken: `os.replace` would write over what has it."""
    try:
        path.hardlink_to(whole)
    except FileExistsError:
        return False
    except OSError:  # a file system without links
        try:
            file = path.open("xb")
        except FileExistsError:
            return False
        try:
            with file:
                file.write(whole.read_bytes())
        except OSError:
            path.unlink()
            raise
    return True


def _moved(path: Path, folder: Path) -> Path:
    for number in count(1):
        free = folder / f"{path.stem}-{number}{path.suffix}"
        with suppress(FileExistsError):
            free.open("xb").close()  # takes the name
            break
    try:
        path.replace(free)
    except OSError:
        free.unlink()
        raise
    return free
