"""Errors that are the machine's: they say nothing about the code, not even in its lines."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from workbook.checker.limits import MB, size_of

# Where the disk is full or fails, or the whole machine can open no more files.
NUMBERS = {errno.ENOSPC, errno.EDQUOT, errno.ENFILE, errno.EIO}
IN_SQLITE = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}
NO_THREAD = "can't start new thread"
# What a check needs at least: bytes on the disk, files open at once, bytes of address space.
ROOM, FILES, MEMORY = 1_000_000, 64, 1_000_000_000


def is_of_machine(error: BaseException, in_their_line: bool) -> bool:
    """Tell whether an error is the machine's.

    Args:
        error: it, or what came of it.
        in_their_line: whether it was raised in the student's code, which may open a thousand files
            or write where it must not.

    """
    return any(_is_of_machine(each, in_their_line) for each in _with_causes(error))


def shortage(folder: Path) -> str:
    """Say what a check would need and this machine does not give; empty if it has it all.

    Args:
        folder: where checks write.

    """
    if (files := size_of("RLIMIT_NOFILE")) < FILES:
        return f"only {files:g} files can be open at once, and a check needs {FILES} (`ulimit -n`)"
    if (memory := size_of("RLIMIT_AS")) < MEMORY:
        sizes = f"only {memory / MB:,.0f} MB of memory are allowed, and a check needs"
        return f"{sizes} {MEMORY / MB:,.0f} (`ulimit -v`)"
    file = folder / "room"
    try:
        file.write_bytes(b"x" * ROOM)
    except OSError as error:
        return said(error)
    finally:
        with suppress(OSError):
            file.unlink(missing_ok=True)
    return ""


def said(error: BaseException) -> str:
    """Return what an error says and, of a file, where; in one line."""
    if isinstance(error, OSError) and error.strerror:
        where = f": {error.filename}" if error.filename else ""
        return f"{error.strerror}{where}"
    return f"{type(error).__name__}: {error}".removesuffix(": ")


def _is_of_machine(error: BaseException, in_their_line: bool) -> bool:
    if isinstance(error, OSError) and error.errno in NUMBERS:
        return True
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", 0) & 0xFF in IN_SQLITE
    if in_their_line or (isinstance(error, OSError) and error.errno == errno.EBADF):
        return False  # only code in the process closes its files
    # With words, it is the parser's: the source is too complex. Within a limit, it is the limit's.
    no_memory = isinstance(error, MemoryError) and not error.args
    no_memory = no_memory and size_of("RLIMIT_AS") == float("inf")
    return no_memory or isinstance(error, OSError) or NO_THREAD in str(error)


def _with_causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()  # a chain may be a ring
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = getattr(error, "orig", None) or error.__cause__ or error.__context__
