"""The requests that a trace takes on their way to an app, however that app is served."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from starlette.types import ASGIApp, Receive, Scope, Send

HEADER = "x-workbook-trace"
Follow = Callable[[ASGIApp, Scope, Receive, Send], Awaitable[None]]

_follows: dict[bytes, Follow] = {}  # by the value of the header


async def forward(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Forward what a server asks to the app, or to the trace whose request it is."""
    token = dict(scope.get("headers", ())).get(HEADER.encode())
    if token is None or token not in _follows:
        await app(scope, receive, send)
        return
    scope["headers"] = [each for each in scope["headers"] if each[1] != token]
    await _follows[token](app, scope, receive, send)


@contextmanager
def taken(token: str, follow: Follow) -> Iterator[None]:
    """Let `follow`, in this block, take the requests that have this token in the header."""
    _follows[token.encode()] = follow
    try:
        yield
    finally:
        del _follows[token.encode()]
