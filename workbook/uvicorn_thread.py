"""Run an app in uvicorn, in a thread of its own; a trace can take a request on its way there."""

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workbook.internals.in_uvicorn import PromptUvicorn

HEADER = "x-workbook-trace"
FAILED = {"lifespan.startup.failed", "lifespan.shutdown.failed"}
Follow = Callable[[ASGIApp, Scope, Receive, Send], Awaitable[None]]

_follows: dict[bytes, Follow] = {}  # by the value of the header


class UvicornThread(threading.Thread):
    """Serves an app on a free loopback port, from `start()` to `stop()`.

    Attributes:
        port: where it listens.

    """

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(daemon=True)
        self._app = app
        self._ready: Future[None] = Future()
        self._error: BaseException | None = None
        self._listener = socket.create_server(("127.0.0.1", 0))
        # Otherwise Linux may keep an answer's last part back for 40 ms.
        self._listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.port: int = self._listener.getsockname()[1]
        # No log_config: to apply it lets other servers' messages through for a moment.
        config = uvicorn.Config(
            self._forward, interface="asgi3", log_config=None, log_level="critical"
        )
        self._uvicorn = PromptUvicorn(config)

    def start(self) -> None:
        """Return when the app has started.

        Raises:
            BaseException: whatever the app raises when it starts.

        """
        super().start()
        if error := self._ready.exception():
            self.join()
            raise error

    def run(self) -> None:
        """Serve; this is what the thread does."""
        try:
            with self._listener:
                asyncio.run(self._uvicorn.serve(sockets=[self._listener]))
        except BaseException as error:
            self._error = self._error or error
        if self._error is not None:
            if self._ready.done():
                raise self._error
            self._ready.set_exception(self._error)

    def stop(self, patience: float | None = None) -> None:
        """Let the app end, and wait for that. A second call does nothing.

        Args:
            patience: after so many seconds, leave an app behind that hangs.

        """
        self._uvicorn.stop()
        if self is not threading.current_thread():  # as when the app drops its own server
            self.join(patience)

    async def _forward(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Forward what uvicorn asks to the app, or to the trace whose request it is."""
        if scope["type"] == "lifespan":
            await self._live(scope, receive, send)
            return
        token = dict(scope["headers"]).get(HEADER.encode())
        if token is None or token not in _follows:
            await self._app(scope, receive, send)
            return
        scope["headers"] = [each for each in scope["headers"] if each[1] != token]
        await _follows[token](self._app, scope, receive, send)

    async def _live(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the app's start-up and its end: uvicorn would only log what they raise."""
        said: set[str] = set()

        async def noted(message: Message) -> None:
            said.add(message["type"])
            await send(message)
            if message["type"] == "lifespan.startup.complete":
                self._ready.set_result(None)  # the socket listens: a request is served

        try:
            await self._app(scope, receive, noted)
        except BaseException as error:
            if said & FAILED:
                self._error = error
            raise
        finally:
            if not said:  # it needs no start
                self._ready.set_result(None)


@contextmanager
def taken(token: str, follow: Follow) -> Iterator[None]:
    """Let `follow`, in this block, take the requests that have this token in the header."""
    _follows[token.encode()] = follow
    try:
        yield
    finally:
        del _follows[token.encode()]
