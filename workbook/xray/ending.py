"""How the command ends: at once, also while an app hangs, and without a word into a closed pipe."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, NoReturn

import typer

from workbook.typed import as_command
from workbook.uvicorn_thread import UvicornThread

HEARS = 0.1  # seconds within which a signal is noticed
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
        app(prog_name=as_command())  # in what it says of its usage
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


def interruptible(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that does the same in another thread, so that this one can be interrupted.

    Python acts on a signal only between two steps of the main thread. One that comes just before
    that thread waits for a socket does not wake it.
    """

    def call(*arguments: Any, **options: Any) -> Any:
        outcome: Future[Any] = Future()

        def work() -> None:
            try:
                outcome.set_result(function(*arguments, **options))
            except BaseException as error:
                outcome.set_exception(error)

        threading.Thread(target=work, daemon=True).start()
        while not outcome.done():
            wait([outcome], HEARS)
        return outcome.result()

    return call


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
