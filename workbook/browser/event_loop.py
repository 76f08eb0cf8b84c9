"""An event loop of which a thread can run several, one within the other, as a browser has one."""

import asyncio
import sys
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from contextvars import Context, copy_context
from typing import Any


class NothingHappensError(Exception):
    """What runs in the loop waits, and nothing is left that could let it go on."""


class InlineLoop(asyncio.BaseEventLoop):
    """An event loop that knows tasks and time, but no sockets, processes or threads."""

    def __init__(self) -> None:
        super().__init__()
        self._selector = self  # which BaseEventLoop asks what has happened

    def select(self, timeout: float | None) -> tuple[()]:
        """Wait until a task has to go on.

        `time.sleep` in a browser would let the page's own loop run meanwhile, within this one.

        Raises:
            NothingHappensError: no task ever has to.

        """
        if timeout is None:
            raise NothingHappensError
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            pass
        return ()

    def _process_events(self, event_list: tuple[()]) -> None:
        """Do nothing: there are none."""

    def _write_to_self(self) -> None:
        """Do nothing: no other thread has to wake this one."""

    def run_in_executor(  # type: ignore[override]
        self, executor: object, func: Callable[..., Any], *args: Any
    ) -> asyncio.Future[Any]:
        """Run a function at once: there is no other thread."""
        done = self.create_future()
        try:
            done.set_result(called_outside(func, *args))
        except Exception as error:
            done.set_exception(error)
        return done

    def run(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        """Run a coroutine to its end, whatever loop runs already, and return what it returns.

        It sees nothing of the caller's context, as if it ran in another thread.

        Raises:
            NothingHappensError: it would wait for ever.
            BaseException: whatever it raises.

        """
        task = self.create_task(coroutine, context=Context())
        with outside():
            try:
                return self.run_until_complete(task)
            finally:
                if not task.done():
                    task.cancel()
                    with suppress(asyncio.CancelledError, NothingHappensError):
                        self.run_until_complete(task)


def called_outside(function: Callable[..., Any], *arguments: Any) -> Any:
    """Call a function as another thread would: no event loop runs there, and the context is a copy.

    An endpoint that is no `async def` would otherwise be told that it blocks the loop.
    """
    with outside():
        return copy_context().run(function, *arguments)


@contextmanager
def outside() -> Iterator[None]:
    """Let it look, in this block, as in a thread where no event loop runs and nobody traces."""
    trace = sys.gettrace()
    sys.settrace(None)
    loop = asyncio._get_running_loop()
    task = None if loop is None else asyncio.current_task(loop)
    if loop is not None and task is not None:
        asyncio._leave_task(loop, task)
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(loop)
        if loop is not None and task is not None:
            asyncio._enter_task(loop, task)
        sys.settrace(trace)
