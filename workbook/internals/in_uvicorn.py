"""What leans on the inside of uvicorn."""

import asyncio
import socket
from contextlib import suppress

import uvicorn

TRIES = 25  # looks at what an app that stops still does


class PromptUvicorn(uvicorn.Server):
    """Uvicorn, but it is told when to stop.

    By itself it looks every 0.1 seconds, which hundreds of servers in a test run would wait for.
    """

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._told = asyncio.Event()

    async def main_loop(self) -> None:
        """Wait until it is told to stop."""
        self._loop = asyncio.get_running_loop()
        while not await self.on_tick(0):  # which also sets the answers' date, once a second
            with suppress(TimeoutError):
                await asyncio.wait_for(self._told.wait(), 1)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop at once if nothing is going on: by itself it waits 0.1 seconds, and then looks."""
        for each in (*self.servers, *(sockets or ())):
            each.close()
        for _ in range(TRIES):
            if not (self.server_state.connections or self.server_state.tasks):
                if not self.force_exit:
                    await self.lifespan.shutdown()
                return
            await asyncio.sleep(1 / 500)  # the last answer's connection is about to close
        await super().shutdown(sockets)

    def stop(self) -> None:
        """Let it stop soon; this returns at once, and any thread may call it."""
        self.should_exit = True
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop is closed: it has stopped already
                self._loop.call_soon_threadsafe(self._told.set)
