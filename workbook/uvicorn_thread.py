"""Run uvicorn in an event loop of a thread's own, and stop it from another thread."""

import asyncio
import socket
from concurrent.futures import Future
from contextlib import suppress

import uvicorn
from fastapi import FastAPI


class Uvicorn(uvicorn.Server):
    """Uvicorn, but it is told when to stop; by itself it looks every 0.1 seconds."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._told = asyncio.Event()

    async def main_loop(self) -> None:
        """Wait until it shall stop."""
        self._loop = asyncio.get_running_loop()
        while not await self.on_tick(0):  # which also sets the answers' date, once a second
            with suppress(TimeoutError):
                await asyncio.wait_for(self._told.wait(), 1)

    def stop(self) -> None:
        """Let it stop soon; this returns at once, and any thread may call it."""
        self.should_exit = True
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop is closed: it has stopped already
                self._loop.call_soon_threadsafe(self._told.set)


async def run(
    server: Uvicorn, app: FastAPI, listener: socket.socket, started: Future[None]
) -> None:
    """Run the app's start-up here rather than in uvicorn: `started` then gets what it raises.

    Args:
        server: runs until its `stop` is called.
        app: what it serves.
        listener: a socket that listens; it is closed in the end.
        started: gets its result once requests are served.

    """
    with listener:
        try:
            async with app.router.lifespan_context(app):
                started.set_result(None)  # the socket listens: a request from now on is served
                await server.serve(sockets=[listener])
        except BaseException as error:
            if started.done():
                raise
            started.set_exception(error)
