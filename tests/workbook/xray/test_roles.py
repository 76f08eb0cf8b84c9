"""What a function is to the app is seen when it is called, and said in its header."""

from collections.abc import Iterator

import pytest

from tests.shared.teas import app
from workbook import Server, Trace, serve, trace
from workbook.xray.entries import Answer, Header


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serve(app) as client:
        yield client


def roles(picture: Trace) -> dict[str, str]:
    assert picture.troubles == []
    headers = [each for each in picture.entries if isinstance(each, Header)]
    return {each.name: each.role for each in headers}


def test_a_post_with_all_kinds(server: Server) -> None:
    assert roles(trace(server.post, "/teas", json={"name": "Earl Grey"})) == {
        "plain": "middleware",
        "Counter.__call__": "middleware",
        "Timer.dispatch": "middleware",
        "Tea.is_short": "checks the request",
        "Page.__init__": "dependency",
        "Checker.__call__": "dependency",
        "make": "your endpoint",
        "Tea.loud": "builds the response",
        "boil": "background task",
        "pour": "background task",
    }


@pytest.mark.parametrize(("path", "name"), [("/pieces", "pieces"), ("/drops", "drops")])
def test_a_generator_that_is_streamed(server: Server, path: str, name: str) -> None:
    assert roles(trace(server.get, path))[name] == "streams the response"


def test_through_three_middlewares_there_is_one_answer(server: Server) -> None:
    entries = trace(server.post, "/teas", json={"name": "Earl Grey"}).entries
    assert len([each for each in entries if isinstance(each, Answer)]) == 1


def test_an_exception_handler(server: Server) -> None:
    picture = trace(server.get, "/hot")
    assert picture.response.status_code == 418
    assert roles(picture)["cool"] == "exception handler"


def test_what_python_itself_calls_is_simply_called(server: Server) -> None:
    assert roles(trace(server.get, "/sorted"))["minus"] == ""
