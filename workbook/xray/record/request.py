"""Follow one request through an app: from where it arrives to the end of its work."""

import codecs
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import anyio.to_thread
from fastapi import FastAPI

from workbook.xray.observe.values import clean, said
from workbook.xray.record.recorder import Recorder
from workbook.xray.record.recording import Recording, run_in_thread, safely
from workbook.xray.record.roles import Roles
from workbook.xray.snapshot import Answer

HEADER = "x-workbook-trace"
PATIENCE = 10  # seconds to wait for the app to end its work after the response
BODY = 2_000  # bytes of a response that are shown

_one_at_a_time = threading.Lock()  # to take back a patch that somebody else made would go wrong


class TracedRequest:
    """A request that is recognised when it arrives at an app of this process.

    Attributes:
        token: by which it is recognised, in the header.
        recording: what is recorded of it.

    """

    def __init__(self) -> None:
        self.token = uuid.uuid4().hex
        self.recording = Recording()
        self._begun = False
        self._over = threading.Event()

    @contextmanager
    def followed(self) -> Iterator[None]:
        """Follow it; send it in this block."""
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
            try:
                with self._through(app) as recorder:
                    await call(app, scope, receive, _observed(send, recorder))
            finally:
                self._over.set()

        async def traced_run_sync(function: Callable, *arguments: Any, **options: Any) -> Any:
            return await run_in_thread(run_sync, function, *arguments, **options)

        with (
            _one_at_a_time,
            mock.patch.object(FastAPI, "__call__", traced_call),
            mock.patch.object(anyio.to_thread, "run_sync", traced_run_sync),
        ):
            yield
            recorder = self.recording.recorder
            if self._begun and not self._over.wait(PATIENCE) and recorder is not None:
                recorder.trouble(f"the app was still at work {PATIENCE} s after the response")

    @contextmanager
    def _through(self, app: FastAPI) -> Iterator[Recorder]:
        roles, reason = None, ""
        try:
            roles = Roles(app)
        except Exception as error:
            reason = f"the app's functions are not known: {said(error)}"
        role = roles.role if roles else lambda _: None
        belongs = roles.belongs if roles else lambda _: False
        # Python 3.12 slows down all threads as soon as one is followed.
        here = roles is not None and roles.has_async()
        with self.recording.of_block(role, belongs, here=here) as recorder:
            if reason:
                recorder.trouble(reason)
            try:
                yield recorder
            except BaseException as error:
                self.recording.error = error
                raise


def _observed(send: Callable, recorder: Recorder) -> Callable:
    """Return a `send` that tells the recorder when the response is complete."""
    body, size, status = bytearray(), 0, 0

    async def observed(message: dict) -> None:
        nonlocal size, status
        await send(message)
        if message["type"] == "http.response.start":
            status = message["status"]
        elif message["type"] == "http.response.body":
            part = message.get("body", b"")
            body.extend(part[: BODY - len(body)])
            size += len(part)
            if not message.get("more_body", False):
                answer = Answer(status, _shown(body, size))
                safely(recorder, recorder.answered, answer)

    return observed


def _shown(body: bytes, size: int) -> str:
    """Return the body as text; of a longer one the beginning, and how much was cut."""
    if len(body) == size:
        return clean(body.decode("utf-8", "replace"))
    # The cut may go through a character.
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(body)
    return f"{clean(text)}… {size:,} bytes in all"
