"""What leans on how anyio and Python run functions in threads."""

from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from threading import Condition, Lock, Thread
from typing import Any
from unittest import mock

import anyio.to_thread


@contextmanager
def threads_run_by(
    run: Callable[..., Awaitable[Any]], submit: Callable[..., Any], start: Callable[..., None]
) -> Iterator[None]:
    """Let these run, in this block, what an app runs in threads.

    Neither FastAPI nor anyio nor Python has a hook for that: `threading.settrace` does not reach a
    thread that has already started, and does not know for whom one is started.

    Args:
        run: instead of anyio's function for threads, by which FastAPI runs what is not async; it
            gets that function, and what it gets.
        submit: instead of a pool's method; it gets the method, and what that gets.
        start: instead of a thread's method; it gets the method, and the thread.
    """
    if isinstance(anyio.to_thread.run_sync, partial):  # a cell that is followed traces a request
        yield
        return
    pooled, started = ThreadPoolExecutor.submit, Thread.start

    def submit_followed(pool: ThreadPoolExecutor, /, *arguments: Any, **options: Any) -> Any:
        if type(pool).__name__ == "InterpreterPoolExecutor":  # what it gets is pickled
            return pooled(pool, *arguments, **options)
        return submit(partial(pooled, pool), *arguments, **options)

    def start_followed(thread: Thread) -> None:
        start(partial(started, thread), thread)

    with (
        mock.patch.object(anyio.to_thread, "run_sync", partial(run, anyio.to_thread.run_sync)),
        mock.patch.object(ThreadPoolExecutor, "submit", submit_followed),
        mock.patch.object(Thread, "start", start_followed),
    ):
        yield


def wait_by(others: Callable[[], bool], never: Callable[[], None]) -> Callable[..., bool]:
    """Return a way to wait for a condition in which other work goes on in the same thread.

    All that waits in Python, but for a lock, waits for a condition: barriers, events, futures.

    Args:
        others: does some other work; returns whether there was some.
        never: is called where there is none, and nobody else could ever notify; it may raise.

    Returns:
        What can take the place of `Condition.wait`.

    """

    def wait(condition: Any, timeout: float | None = None) -> bool:
        told = Lock()
        told.acquire()
        condition._waiters.append(told)
        held = condition._release_save()
        try:
            while not (is_told := told.acquire(blocking=False)) and others():
                pass
            if not is_told and timeout is None:
                never()
            return is_told or told.acquire(timeout=-1 if timeout is None else max(timeout, 0))
        finally:
            condition._acquire_restore(held)
            with suppress(ValueError):
                condition._waiters.remove(told)

    return wait


def no_threads(submit: Callable[..., Any], shutdown: Callable[..., None], wait: Any) -> None:
    """Let pools, and all that waits, do without threads from now on."""
    pool: Any = ThreadPoolExecutor
    pool.submit, pool.shutdown = submit, shutdown
    Condition.wait = wait  # type: ignore[method-assign]
