"""Call an app as a server does, without a server: its lifespan, and one request after another."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import unquote

from starlette.types import ASGIApp, Message

from workbook.same.side.encoding import Wire

LARGEST = 200_000  # bytes of an answer that are kept; of the rest, its length and its sum
HOST = "127.0.0.1"
PATIENT, KNOWN = 0.8, 0.2  # of the patience, for an answer to end; seconds, if it never has
MORE = " … and more".encode()


class StartError(Exception):
    """The app does not start."""


@asynccontextmanager
async def living(app: ASGIApp, *, ends: bool) -> AsyncIterator[dict[str, Any]]:
    """Run an app's lifespan around a block, which gets the state that it yields.

    Args:
        app: as it was imported.
        ends: let it end, too; without, it is left as it is, as by a kill.

    Raises:
        StartError: it says so, or raises.

    """
    state: dict[str, Any] = {}
    to_app: asyncio.Queue[Message] = asyncio.Queue()
    from_app: asyncio.Queue[Message] = asyncio.Queue()

    async def live() -> None:
        scope = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}}
        try:
            await app(scope | {"state": state}, to_app.get, from_app.put)
        except BaseException as error:
            await from_app.put({"type": "raised", "error": error})
        await from_app.put({"type": "over"})

    task = asyncio.create_task(live())
    await to_app.put({"type": "lifespan.startup"})
    said = await from_app.get()
    if said["type"] == "lifespan.startup.failed":
        raised = await from_app.get()
        raise StartError(_why(raised.get("error")) or said.get("message", ""))
    yield state  # one that raises at once knows no lifespan
    if ends and not task.done():
        await to_app.put({"type": "lifespan.shutdown"})
        await from_app.get()
        await task


def _why(error: BaseException | None) -> str:
    return f"{type(error).__name__}: {error}" if error else ""


async def answer(
    app: ASGIApp, wire: Wire, state: dict[str, Any], patience: float
) -> dict[str, Any]:
    """Send a request, and return the answer: its status, headers and body, or what was raised.

    Args:
        app: as it was imported.
        wire: the request.
        state: what the app's lifespan has yielded.
        patience: seconds after which an answer that has begun is taken as it is.

    """
    method, target, headers, body = wire
    path, _, query = target.partition("?")
    got: dict[str, Any] = {"status": 0, "headers": [], "body": "", "raised": ""}
    kept, length, checksum = bytearray(), 0, hashlib.sha256()
    sent = asyncio.Event()
    messages = [{"type": "http.request", "body": body, "more_body": False}]
    first = b""

    async def receive() -> Message:
        if messages:
            return messages.pop()
        await sent.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        nonlocal length, first
        if sent.is_set():
            raise OSError("the client is gone")  # as a server says it
        if message["type"] == "http.response.start":
            got["status"] = message["status"]
            pairs = message.get("headers", [])
            got["headers"] = [(n.decode("latin-1").lower(), v.decode("latin-1")) for n, v in pairs]
        elif message["type"] == "http.response.body":
            part = message.get("body", b"")
            first = first or part
            length += len(part)
            checksum.update(part)
            kept.extend(part[: max(0, LARGEST - len(kept))])
            if not message.get("more_body"):
                sent.set()
            await asyncio.sleep(0)  # an endless answer must let others look at the time

    sized = body or method in ("POST", "PUT", "PATCH")
    sizes = [("content-length", str(len(body)))] if sized else []
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [
            (name.encode("latin-1", "replace"), value.encode("latin-1", "replace"))
            for name, value in [("host", f"{HOST}:8000"), *sizes, *headers]
        ],
        "client": (HOST, 50_000),
        "server": (HOST, 8_000),
        "state": dict(state),
    }

    async def call() -> None:
        try:
            await app(scope, receive, send)
        except BaseException as error:  # the server would log it
            got["status"] = got["status"] or 500
            if not sent.is_set() or got["status"] >= 500:  # else it comes of a background task
                got["raised"] = _why(error)

    task = asyncio.create_task(call())
    await asyncio.wait({task}, timeout=patience)
    if not got["status"]:
        await task  # who gave it the request has no more patience
    if not task.done() and not sent.is_set():
        sent.set()
        kept, length = bytearray(first[:LARGEST]), 0
        kept += MORE
        got["endless"] = True
    got["body"] = kept.decode("utf-8", "surrogateescape")
    if length > LARGEST:
        got["body"] = f"{length} bytes, SHA-256 {checksum.hexdigest()}"
    return got
