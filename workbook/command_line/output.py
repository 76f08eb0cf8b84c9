"""How a command prints: legibly in any encoding and width, and in one line how it fails.

Rich and typer print to `sys.stdout` and `sys.stderr`, too: what is to be done is done to these.
"""

import codecs
import errno
import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from typing import NoReturn

import typer
from rich.console import Console

from workbook.display.harmless import clean

# What has no sign here is a question mark in an encoding that lacks it.
PLAIN = str.maketrans(
    {
        **dict.fromkeys("·▸▶»›→", ">"),
        **dict.fromkeys("◀«‹←", "<"),
        **dict.fromkeys("─━−—–╌", "-"),
        **dict.fromkeys("│┃┊║", "|"),
        **dict.fromkeys("╭╮╰╯├┤┬┴┼┌┐└┘┏┓┗┛┡┩╇", "+"),
        **dict.fromkeys("“”„", '"'),
        **dict.fromkeys("‘’", "'"),
        **{"✓": "+", "✗": "x", "±": "~", "…": "...", "⋯": "...", "€": "EUR"},
    }
)
LEGIBLE = "workbook.legible"  # an error handler, as "replace" is one
TROUBLE = 2  # the status where a command could not do its work; typer's, too, for a wrong option
WRITING = {errno.ENOSPC, errno.EPIPE, errno.EBADF, errno.EIO}
NARROWEST, WIDEST = 20, 1_000  # columns


def _plain(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end].translate(PLAIN)
    return "".join(each if each.isascii() else "?" for each in text), error.end


codecs.register_error(LEGIBLE, _plain)


def make_legible() -> None:
    """Let this process print in any encoding, and in a width of which something can be made."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed at the start (`>&-`): a file would get its number
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=LEGIBLE)
    columns = os.environ.get("COLUMNS", "")
    try:
        width = int(columns)
    except ValueError:
        width = 0
    if width > 0:
        os.environ["COLUMNS"] = str(min(max(width, NARROWEST), WIDEST))
    elif columns:
        del os.environ["COLUMNS"]  # as if it were not set: Rich asks the terminal


class _Console(Console):
    def on_broken_pipe(self) -> NoReturn:
        """Raise the error, as `print` does."""
        raise


def make_console() -> Console:
    """Return the terminal, or whatever else standard output is."""
    found = _Console(highlight=False)
    found.width = max(found.width, NARROWEST)
    return found


def say(text: object) -> None:
    """Print a line, at once."""
    print(text, flush=True)


def complain(problem: object) -> None:
    """Print a line on standard error; if nobody can read it there, the exit status says enough."""
    with suppress(OSError):
        print(clean(str(problem)), file=sys.stderr, flush=True)


def fail(problem: object, status: int = 1) -> NoReturn:
    """End the command with a line on standard error.

    Args:
        problem: what, where, and what to do; of an error of the system, its file and its reason.
        status: the exit status.

    """
    complain(said(problem) if isinstance(problem, OSError) else problem)
    raise typer.Exit(status)


def said(error: OSError) -> str:
    """Return what the system says of an error, and of which file."""
    reason = error.strerror or str(error)
    if not isinstance(error.filename, str | bytes):  # the file was open already
        what = "cannot print, or write a file: " if error.errno in WRITING else ""
        return f"{what}{reason}"
    return f"{os.fsdecode(error.filename)}: {reason}"
