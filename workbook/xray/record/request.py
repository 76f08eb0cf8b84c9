"""Follow one request through an app: from its arrival until the app has finished with it."""

import codecs
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workbook.display.bodies import body_without_secrets
from workbook.display.harmless import clean
from workbook.serving.traced_requests import taken
from workbook.xray.entries import Answer
from workbook.xray.observe.values import said
from workbook.xray.record.code.program import App, Nothing, Program
from workbook.xray.record.recorder import Recorder
from workbook.xray.record.recording import Recording
from workbook.xray.record.threads import safely, threads_followed

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
        with _one_at_a_time, taken(self.token, self._follow), threads_followed():
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
                observed = _Observed(send, recorder)
                try:
                    await app(scope, receive, observed)
                finally:
                    safely(recorder, observed.ends)
        finally:
            self._over.set()

    @contextmanager
    def _recorded(self, app: ASGIApp, scope: Scope) -> Iterator[Recorder]:
        program: Program = Nothing()
        reason = "it is hidden by what is wrapped around it"
        try:
            program = App(app, scope)
        except Exception as error:
            reason = said(error)
        with self.recording.of_block(program) as recorder:
            try:
                yield recorder
            except BaseException as error:
                self.recording.error = error
                safely(recorder, recorder.failed, error)
                raise
            finally:
                if not program.is_known:
                    recorder.trouble(f"the app's functions are not known: {reason}")


class _Observed:
    """A `send` that tells the recorder when the response is complete."""

    def __init__(self, send: Send, recorder: Recorder) -> None:
        self._send = send
        self._recorder = recorder
        self._body = bytearray()
        self._size = self._status = 0
        self._length: int | None = None
        self._is_complete = False

    async def __call__(self, message: Message) -> None:
        await self._send(message)
        safely(self._recorder, self._note, message)

    def _note(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            lengths = [v for k, v in message.get("headers", ()) if k.lower() == b"content-length"]
            self._length = int(lengths[0]) if lengths and lengths[0].isdigit() else None
        elif message["type"] == "http.response.body":
            part = message.get("body", b"")
            self._body.extend(part[: BODY - len(self._body)])
            self._size += len(part)
            # A server that has sent as much as was promised does not wait for an empty last part.
            is_last = not message.get("more_body", False) or self._size == self._length
            if is_last and not self._is_complete:
                self._is_complete = True
                self._tell("")

    def ends(self) -> None:
        """Tell the recorder of a response that was begun and is over, but is not complete."""
        if self._status and not self._is_complete:
            self._tell("… and no more: the response was never completed")

    def _tell(self, end: str) -> None:
        answer = Answer(self._status, f"{_shown(bytes(self._body), self._size)}{end}")
        safely(self._recorder, self._recorder.answered, answer)


def _shown(body: bytes, size: int) -> str:
    """Return the body as text; of a long one, the beginning and how long it is."""
    if len(body) == size:
        return clean(body_without_secrets(body.decode("utf-8", "replace")))
    # The cut may go through a character.
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(body)
    return f"{clean(body_without_secrets(text))}… {size:,} bytes in all"
