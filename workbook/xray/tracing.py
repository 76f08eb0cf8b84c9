"""Follow one request through an app: in which thread, through which functions, until its end."""

import gc
import sys
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any
from unittest import mock

import anyio.to_thread
from fastapi import FastAPI

from workbook.xray.memory import Memory
from workbook.xray.recorder import Recorder
from workbook.xray.roles import Roles
from workbook.xray.sessions import Sessions
from workbook.xray.values import clean, said
from workbook.xray.world import Answer

HEADER = "x-workbook-trace"
PATIENCE = 10  # seconds to wait for the app to end its work after the response
BODY = 2_000  # bytes of a response that are kept

_one_at_a_time = threading.Lock()  # to take back a patch that somebody else made would go wrong
# The recorder, in whatever thread or task works for the traced request; nobody else sees it.
_recorder: ContextVar[Recorder | None] = ContextVar("workbook_recorder", default=None)


class Recording:
    """What is recorded of one request, or of one cell.

    Attributes:
        token: by which the request is recognised.
        recorder: has the log; None as long as nothing was followed.
        error: what the app raised.

    """

    def __init__(self) -> None:
        self.token = uuid.uuid4().hex
        self.recorder: Recorder | None = None
        self.error: BaseException | None = None
        self._begun = False
        self._over = threading.Event()

    @contextmanager
    def of_request(self) -> Iterator[None]:
        """Recognise the request when it arrives at an app of this process, and follow it."""
        call, run_sync = FastAPI.__call__, anyio.to_thread.run_sync

        async def traced_call(app: FastAPI, scope: dict, receive: Callable, send: Callable) -> None:
            mine = (HEADER.encode(), self.token.encode())
            if scope["type"] != "http" or mine not in scope["headers"]:
                await call(app, scope, receive, send)
                return
            scope["headers"] = [each for each in scope["headers"] if each != mine]
            if self._begun:  # the client was sent on to another address: the first is followed
                await call(app, scope, receive, send)
                return
            self._begun = True
            roles, reason = None, ""
            try:
                roles = Roles(app)
            except Exception as error:
                reason = f"the app's functions are not known: {said(error)}"
            role = roles.role if roles else lambda _: None
            belongs = roles.belongs if roles else lambda _: False
            # Python 3.12 slows down all threads as soon as one is followed.
            here = roles is not None and roles.has_async()
            with self.of_block(role, belongs, here=here) as recorder:
                if reason:
                    recorder.trouble(reason)
                try:
                    await call(app, scope, receive, _observed(send, recorder))
                except BaseException as error:
                    self.error = error
                    raise

        async def traced_run_sync(function: Callable, *arguments: Any, **options: Any) -> Any:
            if _recorder.get() is not None:
                function = partial(_in_thread, function)
            return await run_sync(function, *arguments, **options)

        with (
            _one_at_a_time,
            mock.patch.object(FastAPI, "__call__", traced_call),
            mock.patch.object(anyio.to_thread, "run_sync", traced_run_sync),
        ):
            yield
            if self._begun and not self._over.wait(PATIENCE) and self.recorder is not None:
                self.recorder.trouble(f"the app was still at work {PATIENCE} s after the response")

    @contextmanager
    def of_block(
        self, role: Callable, belongs: Callable, *, here: bool = True
    ) -> Iterator[Recorder]:
        """Follow what runs in this block: see `Recorder` for the arguments.

        With `here=False`, only what it runs in other threads by way of `anyio`.
        """
        sessions = Sessions()
        recorder = self.recorder = Recorder([Memory(), sessions], role, belongs)
        token = _recorder.set(recorder)
        with _no_garbage_collection(), sessions.reporting_to(recorder):
            _safely(recorder, recorder.start)
            before = sys.gettrace()
            if here:
                sys.settrace(_trace)
            try:
                yield recorder
            finally:
                sys.settrace(before)
                _safely(recorder, recorder.finish)
                _recorder.reset(token)
                self._over.set()


def _observed(send: Callable, recorder: Recorder) -> Callable:
    """Return a `send` that tells the recorder when the response is complete."""
    body, status = bytearray(), 0

    async def observed(message: dict) -> None:
        nonlocal status
        await send(message)
        if message["type"] == "http.response.start":
            status = message["status"]
        elif message["type"] == "http.response.body":
            body.extend(message.get("body", b"")[: BODY - len(body)])
            if not message.get("more_body", False):
                answer = Answer(status, clean(body.decode("utf-8", "replace")))
                _safely(recorder, recorder.answered, answer)

    return observed


def _safely(recorder: Recorder, function: Callable, *arguments: Any) -> None:
    """Keep what goes wrong in here away from the app."""
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
        return None  # this is asked for each function of each library: so it is asked first
    return recorder.trace(frame, event, argument)


def _in_thread(function: Callable, *arguments: Any) -> Any:
    recorder, before = _recorder.get(), sys.gettrace()
    if recorder is None:
        return function(*arguments)
    trace, ignored = recorder.trace, recorder.ignored

    def trace_here(frame: Any, event: str, argument: Any) -> Callable | None:
        return None if id(frame.f_code) in ignored else trace(frame, event, argument)

    sys.settrace(trace_here)  # all that this thread does now belongs to the request
    try:
        return function(*arguments)
    finally:
        sys.settrace(before)
