"""How FastAPI's `TestClient` calls its app where no other thread could run an event loop for it."""

import asyncio
import inspect
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any

import anyio.from_thread

from workbook.browser.event_loop import InlineLoop


class Portal:
    """Calls functions in an event loop, as `anyio.from_thread.BlockingPortal` does."""

    def __init__(self) -> None:
        self._loop = InlineLoop()

    def call(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Call a function in the loop, and return what it returns."""
        return self._loop.run(self._called(function, *arguments))

    def start_task_soon(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Let a function run in the loop, which goes on as long as calls do."""
        future: Future[Any] = Future()
        task = self._loop.create_task(self._called(function, *arguments))

        def done(task: asyncio.Task[Any]) -> None:
            if (error := task.exception()) is not None:
                future.set_exception(error)
            else:
                future.set_result(task.result())

        task.add_done_callback(done)
        return future

    async def _called(self, function: Callable[..., Any], *arguments: Any) -> Any:
        result = function(*arguments)
        result = await result if inspect.isawaitable(result) else result
        await asyncio.sleep(0)  # whatever this lets go on goes on
        return result

    def close(self) -> None:
        """End the loop."""
        self._loop.close()


@contextmanager
def start_portal(*_: object, **__: object) -> Iterator[Portal]:
    """Give a portal, in the place of `anyio.from_thread.start_blocking_portal`."""
    portal = Portal()
    try:
        yield portal
    finally:
        portal.close()


def install() -> None:
    """Let `TestClient` use it from now on."""
    anyio.from_thread.start_blocking_portal = start_portal  # type: ignore[assignment]
