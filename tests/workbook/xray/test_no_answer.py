"""Why nothing came is said: what the client raised, and a timeout as a timeout."""

import threading
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

from workbook import Server, trace

never = threading.Event()
app = FastAPI()


@app.get("/waits")
def waits() -> bool:
    return never.wait(60)


@app.get("/breaks")
def breaks() -> StreamingResponse:
    def parts() -> Iterator[bytes]:
        yield b"one"
        raise LookupError("no more parts")

    return StreamingResponse(parts(), headers={"content-length": "100"})


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(app, patience=20) as server:
        yield server
        never.set()


def test_a_timeout(server: Server) -> None:
    picture = trace(server.get, "/waits", timeout=0.3)
    assert picture.response is None
    assert "! no answer within 0.3 s: the app is still at work, or waits" in repr(picture)
    assert "return never.wait(60)" in repr(picture)
    assert "no answer within 0.3 s" in picture._repr_html_()


def test_the_next_request_is_followed_all_the_same(server: Server) -> None:
    trace(server.get, "/waits", timeout=0.3)
    never.set()
    assert "◀ 200   true" in repr(trace(server.get, "/waits"))
    never.clear()


def test_an_answer_that_breaks_off(server: Server) -> None:
    picture = trace(server.get, "/breaks")
    assert picture.response is None
    assert "! no answer: the client got RemoteProtocolError: " in repr(picture)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"json": float("nan")}, "the client got ValueError: Out of range float values"),
        ({"headers": {"x-a": "a\nb"}}, "the client got LocalProtocolError: Illegal header value"),
        ({"jsn": {}}, "the client got TypeError: "),
    ],
)
def test_a_request_that_cannot_be_sent(server: Server, options: dict, message: str) -> None:
    picture = trace(server.post, "/waits", **options)
    assert f"! no answer: {message}" in repr(picture)
    assert "! the request did not reach an app of this process" in repr(picture)


def test_secrets_in_a_request_are_not_shown(server: Server) -> None:
    body = {"user": {"name": "ann", "password": "sw0rdfish"}, "tokens": ["t0ken"]}
    headers = {"Authorization": "Bearer b3arer", "X-Colour": "blue"}
    picture = trace(server.post, "/no?api_key=k3y&page=2", json=body, headers=headers)
    first = picture.request
    for each in ("sw0rdfish", "t0ken", "b3arer", "k3y"):
        assert each not in first
    assert "page=2" in first
    assert "x-colour: blue" in first
    assert '"name": "ann"' in first
