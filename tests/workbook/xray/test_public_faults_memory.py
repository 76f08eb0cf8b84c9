"""What was there before a request, what it left, and what is a secret, as public apps have it."""

import asyncio
import gc
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from contextvars import ContextVar
from pathlib import Path
from typing import Annotated, Any

import pytest
from fastapi import Depends, FastAPI, Request
from fastapi.responses import StreamingResponse
from starlette.middleware.base import BaseHTTPMiddleware

from tests.shared.odd_apps import before, texts, traced
from workbook import Trace, serve, trace
from workbook.xray.observe.memory.newcomers import Newcomers


class Cart:
    def __init__(self) -> None:
        self.goods = ["pear"]


class Tally(BaseHTTPMiddleware):
    def __init__(self, app: Any) -> None:
        super().__init__(app)
        self.seen: list[str] = []

    async def dispatch(self, request: Request, call_next: Callable) -> Any:
        self.seen.append(request.url.path)
        return await call_next(request)


class Quota:
    def __init__(self) -> None:
        self.left = 3

    def __call__(self) -> int:
        self.left -= 1
        return self.left


class Pump(threading.Thread):
    def __init__(self) -> None:
        super().__init__()
        self.litres = 0


pump, waiting, lifo = Pump(), asyncio.Queue[int](), queue.LifoQueue[int]()
color = ContextVar("color", default="red")
mine = threading.local()


def of(app: FastAPI, path: str = "/") -> Trace:
    with serve(app) as client:
        return trace(client.get, path)


def test_what_is_made_in_the_request_was_not_there_before() -> None:
    def endpoint(cart: Annotated[Cart, Depends()]) -> StreamingResponse:
        cart.goods.append("plum")

        def lines() -> Iterator[str]:
            yield from cart.goods

        return StreamingResponse(lines())

    picture = traced(endpoint)
    assert "Cart" not in before(picture)
    assert "cart: Cart(goods=['pear']) → Cart(goods=['pear', 'plum'])" in texts(picture, "object")


def test_after_a_collection_nothing_is_known() -> None:
    newcomers, old = Newcomers(), Cart()
    newcomers.begin()
    assert newcomers.was_before(old)
    assert newcomers.was_before(Cart()) is False
    gc.collect()
    assert newcomers.was_before(Cart()) is None


def test_objects_that_last_are_memory() -> None:
    app = FastAPI()
    app.add_middleware(Tally)

    @app.get("/")
    def endpoint(left: int = Depends(Quota())) -> int:
        return left

    picture = of(app)
    assert texts(picture, "memory") == [
        "self (Tally): Tally(seen=[]) → Tally(seen=['/'])",
        "self (Quota): Quota(left=3) → Quota(left=2)",
    ]
    assert repr(picture).count("A restart now would lose it") == 2


def test_state_in_objects_of_libraries() -> None:
    async def endpoint() -> int:
        pump.litres += 2
        await waiting.put(7)
        lifo.put(8)
        color.set("blue")
        mine.x = 1
        return 1

    picture = traced(endpoint)
    assert texts(picture, "memory") == [
        "pump: Pump(litres=0) → Pump(litres=2)",
        "waiting: Queue([]) → Queue([7])",
        "lifo: LifoQueue([]) → LifoQueue([8])",
    ]
    assert texts(picture, "object") == ["color.get(): 'red' → 'blue'", "mine.x = 1"]


def test_what_a_request_has() -> None:
    def endpoint(request: Request) -> int:
        request.state.shade = "dark"
        return 1

    shown = repr(traced(endpoint))
    assert "It lives as long as this request." in shown
    assert "restart" not in shown


@pytest.mark.parametrize("ends", ["commit", "close", ""])
def test_sqlite3_says_only_what_is_seen(ends: str, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "p.db", check_same_thread=False)) as kept:
        kept.execute("CREATE TABLE p (n)")

        def endpoint() -> int:
            kept.execute("INSERT INTO p VALUES (1)")
            getattr(kept, ends or "cursor")()
            return 1

        picture = traced(endpoint)
    shown = repr(picture)
    assert "Its rows are not looked at here." in shown
    assert ("so what was not committed is undone" in shown) == (ends == "close")
    assert ("is not committed when the request is over" in shown) == (ends == "")
