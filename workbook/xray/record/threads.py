"""Follow what a program runs in other threads, in those of FastAPI and in its own."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token, copy_context
from functools import partial
from threading import Thread
from types import FrameType
from typing import Any

from workbook.internals.in_threads import threads_run_by
from workbook.xray.observe.values import said
from workbook.xray.record.recorder import Recorder
from workbook.xray.record.strands import Strand

Outcome = tuple[Any, BaseException | None]  # what a function returns, or raises
# The recorder, in whichever thread or task works for what is traced; no other sees it.
current: ContextVar[Recorder | None] = ContextVar("workbook_recorder", default=None)
BETWEEN = (__name__, "workbook.internals.in_threads", "threading", "concurrent.futures._base")
WORKBOOK = "workbook."
OURS = "workbook_"  # how the names of these variables begin, here and where SQL is observed


def trace(frame: FrameType, event: str, argument: Any) -> Callable | None:
    """Follow what works for a recorder; this is what Python is given for `sys.settrace`."""
    recorder, code = current.get(), id(frame.f_code)
    if recorder is None or recorder.is_over or code in recorder.libraries:
        return None  # asked for each function of each library, so asked first
    if code in recorder.ignored or _is_ours(recorder, frame):
        return None
    return recorder.trace(frame, event, argument)


def _is_ours(recorder: Recorder, frame: FrameType) -> bool:
    """Tell whether a function is the X-ray's own, which is called with each statement; and note it.

    Asked only for code that is not known yet.
    """
    is_ours = str(frame.f_globals.get("__name__")).startswith(WORKBOOK)
    if is_ours:
        recorder.libraries[id(frame.f_code)] = frame.f_code
    return is_ours


@contextmanager
def threads_followed() -> Iterator[None]:
    """Follow, in this block, what is run in other threads by whatever is followed."""
    with threads_run_by(run_in_thread, _submitted, _started):
        yield


def safely(recorder: Recorder, function: Callable, *arguments: Any) -> Any:
    """Keep whatever goes wrong in here away from the app."""
    try:
        return function(*arguments)
    except Exception as error:
        recorder.trouble(f"{type(error).__name__}: {said(error)}")
        return None


async def run_in_thread(
    run_sync: Callable, function: Callable, *arguments: Any, **options: Any
) -> Any:
    """Run a function in another thread, as `run_sync` does; it is followed if this block is.

    Neither what it gets nor what it returns passes through the thread's own variables: that thread
    would hold them a moment longer, or not, and that would decide whether an object is still there
    when its session closes.
    """
    recorder = current.get()
    if recorder is None:
        return await run_sync(function, *arguments, **options)
    strand = safely(recorder, recorder.asked, sys._getframe()) or Strand()
    calls, outcome = [partial(function, *arguments)], list[Outcome]()
    del function, arguments
    await run_sync(_in_thread, recorder, strand, calls, outcome, **options)
    result, error = outcome.pop()
    try:
        if error is not None:
            raise error
        return result
    finally:
        del error  # its traceback holds this function, which would hold it


def _in_thread(
    recorder: Recorder, strand: Strand, calls: list[Callable], outcome: list[Outcome]
) -> None:
    with _followed(recorder, strand):
        try:
            call = calls.pop()
            outcome.append((call(), None))
            safely(recorder, recorder.thread_ends)  # what it got and made is still there
        except BaseException as error:
            outcome.append((None, error))


@contextmanager
def _followed(recorder: Recorder, strand: Strand) -> Iterator[None]:
    """Follow what this thread does in this block."""
    before = sys.gettrace()
    follow, libraries, ignored = recorder.trace, recorder.libraries, recorder.ignored

    def trace_here(frame: FrameType, event: str, argument: Any) -> Callable | None:
        code = id(frame.f_code)
        if code in libraries or code in ignored or _is_ours(recorder, frame):
            return None
        return follow(frame, event, argument)

    safely(recorder, recorder.thread_begins, strand)
    sys.settrace(trace_here)  # all that this thread does now belongs to the request
    try:
        yield
    finally:
        sys.settrace(before)
        safely(recorder, recorder.thread_ended)


def _submitted(submit: Callable, function: Callable, /, *arguments: Any, **options: Any) -> Any:
    """Give a pool of threads something to do, as `submit` does."""
    recorder = current.get()
    if recorder is None or recorder.is_over:
        return submit(function, *arguments, **options)
    strand = safely(recorder, recorder.asked, sys._getframe()) or Strand()
    strand.is_parallel = _is_own(recorder, sys._getframe())
    return submit(_with_context(recorder, strand, partial(function, *arguments, **options)))


def _started(start: Callable[[], None], thread: Thread) -> None:
    """Start a thread, as `start` does; it is followed if a line of the program's own starts it."""
    recorder = current.get()
    if recorder is None or recorder.is_over or not _is_own(recorder, sys._getframe()):
        start()
        return
    strand = safely(recorder, recorder.asked, sys._getframe()) or Strand()
    strand.is_parallel = True
    run = _with_context(recorder, strand, thread.run)

    def run_once() -> None:
        vars(thread).pop("run", None)
        run()

    safely(recorder, setattr, thread, "run", run_once)
    try:
        start()
    except BaseException:
        vars(thread).pop("run", None)
        raise


def _is_own(recorder: Recorder, frame: FrameType | None) -> bool:
    """Tell whether a line of the program's own has asked for this."""
    while frame is not None and frame.f_globals.get("__name__") in BETWEEN:
        frame = frame.f_back
    return frame is not None and bool(safely(recorder, recorder.is_own, frame))


def _with_context(recorder: Recorder, strand: Strand, function: Callable) -> Callable:
    """Return a function that does the same in another thread, where it is followed."""
    ours = [(v, value) for v, value in copy_context().items() if v.name.startswith(OURS)]
    calls = [function]

    def run() -> Any:
        tokens: list[tuple[ContextVar, Token]] = [(each, each.set(v)) for each, v in ours]
        try:
            with _followed(recorder, strand):
                return calls.pop()()
        finally:
            for variable, token in tokens:
                variable.reset(token)

    return run
