"""Follow one request through an app: from its arrival until the app has finished with it."""

import codecs
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workbook.display.harmless import clean
from workbook.internals import threads_run_by
from workbook.uvicorn_thread import taken
from workbook.xray.observe.values import said
from workbook.xray.record.recorder import Recorder
from workbook.xray.record.recording import Recording, run_in_thread, safely
from workbook.xray.record.roles import Roles
from workbook.xray.snapshot import Answer

PATIENCE = 10  # seconds to wait for the app to finish after the response
BODY = 2_000  # bytes of a response that are shown

_one_at_a_time = threading.Lock()  # what runs in threads can be followed for one request only


class TracedRequest:
    """A request that is recognised when it arrives at an app that `serve` has started.

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
        with _one_at_a_time, taken(self.token, self._follow), threads_run_by(run_in_thread):
            yield
            recorder = self.recording.recorder
            if self._begun and not self._over.wait(PATIENCE) and recorder is not None:
                recorder.trouble(f"the app was still working {PATIENCE} s after the response")

    async def _follow(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        if self._begun:  # the client was redirected: only the first request is followed
            await app(scope, receive, send)
            return
        self._begun = True
        try:
            with self._recorded(app, scope) as recorder:
                await app(scope, receive, _observed(send, recorder))
        finally:
            self._over.set()

    @contextmanager
    def _recorded(self, app: ASGIApp, scope: Scope) -> Iterator[Recorder]:
        roles, reason = None, "it is hidden by what is wrapped around it"
        try:
            roles = Roles(app, scope)
        except Exception as error:
            reason = said(error)
        role = roles.role if roles else lambda _: None
        belongs = roles.belongs if roles else lambda _: False
        # Python 3.12 slows down all threads as soon as one is followed.
        here = roles is not None and roles.may_be_async()
        with self.recording.of_block(role, belongs, here=here) as recorder:
            try:
                yield recorder
            except BaseException as error:
                self.recording.error = error
                raise
            finally:
                if roles is None or not roles.are_known:
                    recorder.trouble(f"the app's functions are not known: {reason}")


def _observed(send: Send, recorder: Recorder) -> Send:
    """Return a `send` that tells the recorder when the response is complete."""
    body, size, status = bytearray(), 0, 0

    async def observed(message: Message) -> None:
        nonlocal size, status
        await send(message)
        if message["type"] == "http.response.start":
            status = message["status"]
        elif message["type"] == "http.response.body":
            part = message.get("body", b"")
            body.extend(part[: BODY - len(body)])
            size += len(part)
            if not message.get("more_body", False):
                answer = Answer(status, _shown(bytes(body), size))
                safely(recorder, recorder.answered, answer)

    return observed


def _shown(body: bytes, size: int) -> str:
    """Return the body as text; of a long one, the beginning and how long it is."""
    if len(body) == size:
        return clean(body.decode("utf-8", "replace"))
    # The cut may go through a character.
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(body)
    return f"{clean(text)}… {size:,} bytes in all"
