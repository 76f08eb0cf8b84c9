"""Run an app in uvicorn, in a thread of its own."""

import asyncio
import socket
import threading
from concurrent.futures import Future

import httpx
import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workbook.internals.in_uvicorn import PromptUvicorn
from workbook.serving import traced_requests

FAILED = {"lifespan.startup.failed", "lifespan.shutdown.failed"}


class UvicornThread(threading.Thread):
    """Serves an app on a free loopback port, from `start()` to `stop()`.

    Attributes:
        url: of the app.
        transport: by which a client reaches it.

    """

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(daemon=True)
        self._app = app
        self._ready: Future[None] = Future()
        self._error: BaseException | None = None
        self._listener = socket.create_server(("127.0.0.1", 0))
        # Otherwise Linux may keep an answer's last part back for 40 ms.
        self._listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        # No proxy for loopback, and no certificates: to read them would take half of the start.
        self.transport = httpx.HTTPTransport(verify=False, trust_env=False)
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
        """Forward what uvicorn asks."""
        if scope["type"] == "lifespan":
            await self._live(scope, receive, send)
        else:
            await traced_requests.forward(self._app, scope, receive, send)

    async def _live(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the app's start-up and its end: uvicorn would only log what they raise."""
        said: set[str] = set()

        async def noted(message: Message) -> None:
            said.add(message["type"])
            await send(message)
            if message["type"] == "lifespan.startup.complete":
                self._ready.set_result(None)  # the socket listens: a request is served

        try:
            await traced_requests.forward(self._app, scope, receive, noted)
        except BaseException as error:
            if said & FAILED:
                self._error = error
            raise
        finally:
            if not said:  # it needs no start
                self._ready.set_result(None)
