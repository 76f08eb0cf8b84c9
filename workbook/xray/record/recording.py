"""Follow a block of code: in this thread or task, and in the threads that it starts."""

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

from workbook.xray.observe.files import Files
from workbook.xray.observe.listeners import reporting
from workbook.xray.observe.outside.audit import hearing
from workbook.xray.observe.outside.stores import Stores
from workbook.xray.observe.sessions import Sessions
from workbook.xray.observe.values import said
from workbook.xray.observe.variables import Variables
from workbook.xray.record.recorder import Recorder

Outcome = tuple[Any, BaseException | None]  # what a function returns, or raises
# The recorder, in whichever thread or task works for what is traced; no other sees it.
_recorder: ContextVar[Recorder | None] = ContextVar("workbook_recorder", default=None)


class Recording:
    """What is recorded of one request, or of one cell.

    Attributes:
        recorder: has the log; None as long as nothing was followed.
        error: what the app raised.

    """

    def __init__(self) -> None:
        self.recorder: Recorder | None = None
        self.error: BaseException | None = None

    @contextmanager
    def of_block(
        self, role: Callable, belongs: Callable, *, here: bool = True
    ) -> Iterator[Recorder]:
        """Follow what runs in this block: see `Recorder` for the arguments.

        With `here=False`, only what it runs in other threads, as `in_thread` has it.
        """
        recorder = self.recorder = Recorder(role, belongs)
        sessions = Sessions(recorder.trouble)
        files, stores = Files(recorder.trouble), Stores(recorder)
        recorder.log.observers = [Variables(), files, stores, sessions]
        token = _recorder.set(recorder)
        with _no_garbage_collection(), reporting(sessions, recorder), hearing(files, stores):
            safely(recorder, recorder.start)
            before = sys.gettrace()
            if here:
                sys.settrace(_trace)
            try:
                yield recorder
            finally:
                sys.settrace(before)
                safely(recorder, recorder.finish)
                _recorder.reset(token)


def safely(recorder: Recorder, function: Callable, *arguments: Any) -> None:
    """Keep whatever goes wrong in here away from the app."""
    try:
        function(*arguments)
    except Exception as error:
        recorder.trouble(said(error))


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Keep Python from running other objects' clean-up in the middle of a line."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _trace(frame: Any, event: str, argument: Any) -> Callable | None:
    recorder = _recorder.get()
    if recorder is None or id(frame.f_code) in recorder.ignored:
        return None  # asked for each function of each library, so asked first
    return recorder.trace(frame, event, argument)


async def run_in_thread(
    run_sync: Callable, function: Callable, *arguments: Any, **options: Any
) -> Any:
    """Run a function in another thread, as `run_sync` does; it is followed if this block is.

    Neither what it gets nor what it returns passes through the thread's own variables: that thread
    would hold them a moment longer, or not, and that would decide whether an object is still there
    when its session closes.
    """
    recorder = _recorder.get()
    if recorder is None:
        return await run_sync(function, *arguments, **options)
    calls, outcome = [partial(function, *arguments)], list[Outcome]()
    del function, arguments
    await run_sync(_in_thread, recorder, calls, outcome, **options)
    result, error = outcome.pop()
    try:
        if error is not None:
            raise error
        return result
    finally:
        del error  # its traceback holds this function, which would hold it


def _in_thread(recorder: Recorder, calls: list[Callable], outcome: list[Outcome]) -> None:
    before = sys.gettrace()
    trace, ignored = recorder.trace, recorder.ignored

    def trace_here(frame: Any, event: str, argument: Any) -> Callable | None:
        return None if id(frame.f_code) in ignored else trace(frame, event, argument)

    sys.settrace(trace_here)  # all that this thread does now belongs to the request
    try:
        call = calls.pop()
        outcome.append((call(), None))
        safely(recorder, recorder.thread_ends)  # what it got and made is still there
    except BaseException as error:
        outcome.append((None, error))
    finally:
        sys.settrace(before)
