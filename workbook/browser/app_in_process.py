"""Run an app in this thread: a request is a call, and the app does nothing between two of them."""

import asyncio
import traceback
from contextlib import suppress
from contextvars import Context
from typing import Any

import anyio.to_thread
import httpx
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workbook.browser.event_loop import InlineLoop, NothingHappensError, called_outside, outside
from workbook.browser.sqlite_locks import WaitingForLocks
from workbook.serving import traced_requests

WAITS = "the app waits for something that cannot happen in a browser: there is one thread only"
ELSEWHERE = "a browser opens no port and no connection: only the app itself can be asked"
ENDED = "the app has ended"

_in_thread = anyio.to_thread.run_sync


async def _inline(function: Any, *arguments: Any, **options: Any) -> Any:
    """Run a function as anyio does in a thread; in an app that runs here there is none."""
    if isinstance(asyncio.get_running_loop(), InlineLoop):
        return called_outside(function, *arguments)
    return await _in_thread(function, *arguments, **options)


# FastAPI and Starlette look for it there at each call.
anyio.to_thread.run_sync = _inline  # type: ignore[assignment]


class AppInProcess(httpx.BaseTransport):
    """Serves an app without a port, from `start()` to `stop()`.

    Attributes:
        url: of the app.
        transport: by which a client reaches it.

    """

    url = "http://127.0.0.1"

    def __init__(self, app: ASGIApp) -> None:
        self.transport = self
        self._app = app
        self._state: dict[str, Any] = {}  # what the app's start-up gives to its requests
        self._runner = asyncio.Runner(loop_factory=InlineLoop)
        self._loop: Any = self._runner.get_loop()
        self._life: asyncio.Task[None] | None = None
        self._stops = False  # it has been told to
        self._told: asyncio.Queue[Message] = asyncio.Queue()
        self._said: asyncio.Queue[Message] = asyncio.Queue()
        self._locks = WaitingForLocks()
        self._asgi = httpx.ASGITransport(self._request, raise_app_exceptions=False)

    def start(self) -> None:
        """Return when the app has started.

        Raises:
            BaseException: whatever the app raises when it starts.

        """
        scope = {"type": "lifespan", "asgi": {"version": "3.0"}, "state": self._state}
        life = traced_requests.forward(self._app, scope, self._told.get, self._said.put)
        self._life = self._loop.create_task(life, context=Context())
        try:
            self._loop.run(self._tell("lifespan.startup"))
        except BaseException:
            self._close()
            raise

    def stop(self, patience: float | None = None) -> None:
        """Let the app end. A second call does nothing.

        Args:
            patience: of no use: an app that would wait for ever is left behind at once.

        """
        self._stops = True
        if self._loop.is_closed() or self._loop.is_running():  # or: the app drops its own server
            return
        try:
            with suppress(NothingHappensError):
                self._loop.run(self._tell("lifespan.shutdown"))
        except Exception as error:  # nobody waits for it: as of a thread, it is only shown
            traceback.print_exception(error)
        finally:
            self._close()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Let the app answer.

        Raises:
            httpx.ConnectError: the request is for somebody else, or the app has ended.
            httpx.ReadError: the app would never answer.
            httpx.ReadTimeout: it would wait for a lock longer than the client waits for it.

        """
        if not str(request.url).startswith(f"{self.url}/"):
            raise httpx.ConnectError(ELSEWHERE, request=request)
        if self._loop.is_closed():
            raise httpx.ConnectError(ENDED, request=request)
        request.read()
        return self._locks.answered(request, self._send)

    def _send(self, request: httpx.Request) -> httpx.Response:
        # The app may send a request to itself while it answers one.
        loop = InlineLoop() if self._loop.is_running() else self._loop
        try:
            return loop.run(self._answer(request))
        except NothingHappensError:
            raise httpx.ReadError(WAITS, request=request) from None
        finally:
            if loop is not self._loop:
                loop.close()
            elif self._stops:
                self.stop()

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        answer = await self._asgi.handle_async_request(request)
        assert isinstance(answer.stream, httpx.AsyncByteStream)
        body = b"".join([part async for part in answer.stream])
        return httpx.Response(
            answer.status_code, headers=answer.headers, stream=httpx.ByteStream(body)
        )

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["state"] = self._state.copy()
        await traced_requests.forward(self._app, scope, receive, send)

    async def _tell(self, event: str) -> None:
        """Tell the app that it starts or ends, and wait until it has.

        Raises:
            BaseException: what it raises after it has said that this failed.

        """
        assert self._life is not None
        self._told.put_nowait({"type": event})
        said = asyncio.ensure_future(self._said.get())
        await asyncio.wait([said, self._life], return_when=asyncio.FIRST_COMPLETED)
        if said.cancel():  # it needs no start and no end, and has perhaps said so by an error
            self._life.exception()
        elif said.result()["type"] == f"{event}.failed":
            await self._life
            raise RuntimeError(said.result().get("message", event))

    def _close(self) -> None:
        with outside(), suppress(NothingHappensError):
            self._runner.close()
