"""How a command ends: at once, leaving nothing behind, and without a word into a closed pipe."""

import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from contextlib import suppress
from types import FrameType
from typing import Any, NoReturn

import typer

from workbook.command_line.output import TROUBLE, complain, said
from workbook.serving.uvicorn_thread import UvicornThread
from workbook.typed import as_command

HEARS = 0.1  # seconds within which a signal is noticed
SIGNALS = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]
PATIENCE = 10  # seconds; what has not cleaned up by then is ended by the system
INTERRUPTED = 130  # what typer says of Ctrl-C, whatever the signal was
CLOSED_PIPE = 141  # what a shell says of a program that `| head` has ended: SIGPIPE


class _Process:
    """This process.

    Attributes:
        is_ours: it runs the command `workbook` and nothing else.
        stopped_by: the signal that has stopped the command; 0: none has.
        ends_at_once: it ends with the command. An app that has run in a copy of its folder must
            do nothing after that: what it does with a file of its own (in a thread, or at Python's
            exit) it would do to the real one.

    """

    is_ours = False
    stopped_by = 0
    ends_at_once = False


PROCESS = _Process()


def run(app: typer.Typer) -> NoReturn:
    """Be the command `workbook`."""
    status: str | int | None = 0
    PROCESS.is_ours = True
    _hear_signals()
    try:
        app(prog_name=as_command())  # in what it says of its usage
    except SystemExit as end:
        status = end.code
    except KeyboardInterrupt:  # before typer has begun
        status = INTERRUPTED
    if "PacifyFlushWrapper" in type(sys.stdout).__name__:
        status = CLOSED_PIPE  # typer's or click's sign
    elif PROCESS.stopped_by and status == INTERRUPTED:
        status = 128 + PROCESS.stopped_by
    _hear_no_more(signal.SIG_IGN)  # it ends already
    status = _flushed(status)
    hangs = any(isinstance(each, UvicornThread) for each in threading.enumerate())
    if hangs or PROCESS.ends_at_once:
        os._exit(status if isinstance(status, int) else 1)  # Python would wait for its threads
    sys.exit(status)


def _flushed(status: str | int | None) -> str | int | None:
    """Print what is still in a buffer, and return the status, which says so if that is impossible.

    What cannot be printed is dropped: Python would try it again at its end, and exit with 120.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError as error:
            if isinstance(error, BrokenPipeError):
                status = status or CLOSED_PIPE
            elif not status:
                complain(said(error))
                status = TROUBLE
            with suppress(OSError), open(os.devnull, "w") as nothing:
                os.dup2(nothing.fileno(), stream.fileno())
        except ValueError:  # it is closed
            continue
    return status


def _hear_signals() -> None:
    """Let each signal that ends a process do what Ctrl-C does: blocks end, and clean up."""
    for each in SIGNALS:
        # One that is ignored stays ignored: nohup needs that, and `command &` in a script.
        if signal.getsignal(each) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(each, _stop)
    if hasattr(os, "register_at_fork"):  # in a fork there is nothing of this process's to clean up
        os.register_at_fork(after_in_child=lambda: _hear_no_more(signal.SIG_DFL))


def _stop(number: int, _: FrameType | None) -> NoReturn:
    PROCESS.stopped_by = number
    _hear_no_more(signal.SIG_IGN)  # a second one would break off what cleans up
    if hasattr(signal, "alarm"):
        signal.alarm(PATIENCE)
    sys.unraisablehook = lambda _: None  # where this cannot be raised, it is not to be told
    raise KeyboardInterrupt


def _hear_no_more(handler: signal.Handlers) -> None:
    for each in SIGNALS:
        if signal.getsignal(each) == _stop:
            signal.signal(each, handler)


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
