"""What a function is to the app is seen when it is called, and said in its header."""

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Annotated, Any

import pytest
from fastapi import BackgroundTasks, Depends, FastAPI, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, computed_field, field_validator
from starlette.middleware.base import BaseHTTPMiddleware

from workbook import Server, Trace, serve, trace
from workbook.xray.snapshot import Answer, Header

app = FastAPI()


class Timer(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next: Callable[..., Any]) -> Response:
        response = await call_next(request)
        response.headers["x-timer"] = "1"
        return response


class Counter:
    def __init__(self, app: Callable[..., Any]) -> None:
        self.app = app
        self.seen = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.seen += 1
        await self.app(scope, receive, send)


app.add_middleware(Timer)
app.add_middleware(Counter)


@app.middleware("http")
async def plain(request: Request, call_next: Callable[..., Any]) -> Response:
    return await call_next(request)


class Page:
    def __init__(self, size: int = 3) -> None:
        self.size = size


class Checker:
    def __call__(self, word: str = "yes") -> str:
        return word


class Tea(BaseModel):
    name: str

    @field_validator("name")
    @classmethod
    def is_short(cls, value: str) -> str:
        return value[:3]

    @computed_field
    def loud(self) -> str:
        return self.name.upper()


def boil(name: str) -> None:
    name.upper()


async def pour(name: str) -> None:
    name.lower()


@app.post("/teas")
def make(
    tea: Tea,
    tasks: BackgroundTasks,
    page: Annotated[Page, Depends()],
    word: Annotated[str, Depends(Checker())],
) -> Tea:
    tasks.add_task(boil, tea.name)
    tasks.add_task(pour, tea.name)
    return tea


def pieces() -> Iterator[str]:
    yield "a"
    yield "b"


async def drops() -> AsyncIterator[str]:
    yield "c"


@app.get("/pieces")
def sync_stream() -> StreamingResponse:
    return StreamingResponse(pieces())


@app.get("/drops")
async def async_stream() -> StreamingResponse:
    return StreamingResponse(drops())


class TooHotError(Exception):
    pass


@app.exception_handler(TooHotError)
def cool(request: Request, error: TooHotError) -> JSONResponse:
    return JSONResponse({"error": "too hot"}, status_code=418)


@app.get("/hot")
def hot() -> None:
    raise TooHotError


@app.get("/sorted")
def in_order() -> list[int]:
    return sorted([3, 1], key=minus)


def minus(number: int) -> int:
    return -number


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
