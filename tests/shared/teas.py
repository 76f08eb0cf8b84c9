"""An app with functions of each kind: middlewares, dependencies, validators, tasks, streams."""

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Annotated, Any

from fastapi import BackgroundTasks, Depends, FastAPI, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, computed_field, field_validator
from starlette.middleware.base import BaseHTTPMiddleware

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
