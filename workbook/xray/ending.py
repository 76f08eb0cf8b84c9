"""How the command ends: at once, also while an app hangs, and without a word into a closed pipe."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import NoReturn

import typer

from workbook.uvicorn_thread import UvicornThread

SIGNALS = ("SIGTERM", "SIGHUP")  # the second one is not everywhere


class _Process:
    """This process.

    Attributes:
        is_ours: it runs the command `workbook` and nothing else.
        ends_at_once: it ends with the command. An app that has run in a copy of its folder must
            do nothing after that: what it does with a file of its own (in a thread, or at Python's
            exit) it would do to the real one.

    """

    is_ours = False
    ends_at_once = False


PROCESS = _Process()


def run(app: typer.Typer) -> NoReturn:
    """Be the command `workbook`."""
    status: str | int | None = 0
    PROCESS.is_ours = True
    try:
        app(prog_name="workbook")
    except SystemExit as end:
        status = end.code
    if "PacifyFlushWrapper" in type(sys.stdout).__name__:
        status = 0  # typer's or click's sign that `| head` has read enough
    hangs = any(isinstance(each, UvicornThread) for each in threading.enumerate())
    if hangs or PROCESS.ends_at_once:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        os._exit(status if isinstance(status, int) else 1)  # Python would wait for its threads
    sys.exit(status)


@contextmanager
def ends_cleanly() -> Iterator[None]:
    """Let a signal that ends the process end this block first, and so delete what is temporary."""

    def end(number: int, _: FrameType | None) -> NoReturn:
        sys.exit(128 + number)

    before = {}
    if threading.current_thread() is threading.main_thread():
        for name in SIGNALS:
            if number := getattr(signal, name, None):
                before[number] = signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
