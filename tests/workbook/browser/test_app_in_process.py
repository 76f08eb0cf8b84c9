"""`serve` without a thread and a port, in a notebook whose own event loop runs already."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Annotated, Any

import httpx
import pytest
from fastapi import BackgroundTasks, Depends, FastAPI, Request

from workbook import Server, serve, trace
from workbook.browser.app_in_process import ENDED, WAITS

LUNCH = {"description": "Lunch", "amount": 12.5, "category": "food", "date": "2026-11-23"}
SAVED = {"id": 1, **LUNCH}
seen: ContextVar[str] = ContextVar("seen", default="nothing")


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[dict[str, Any]]:
    events.append("begins")
    yield {"lock": asyncio.Lock()}
    await asyncio.sleep(0)
    events.append("ends")


app = FastAPI(lifespan=lifespan)
events: list[str] = []


@app.get("/sleeps")
async def sleeps() -> float:
    begin = time.monotonic()
    await asyncio.sleep(0.05)
    return time.monotonic() - begin


@app.get("/many")
async def many(request: Request) -> list[str]:
    async def one(name: str) -> str:
        async with request.state.lock:
            await asyncio.sleep(0.001)
            return name

    return await asyncio.gather(one("a"), one("b"), asyncio.to_thread(seen.get))


@app.get("/waits")
async def waits() -> None:
    await asyncio.Event().wait()


def given() -> Iterator[str]:
    yield "given"
    events.append("given back")


@app.get("/def")
def in_thread(name: Annotated[str, Depends(given)], tasks: BackgroundTasks) -> dict[str, Any]:
    tasks.add_task(events.append, "after the answer")
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return {"name": name, "seen": seen.get(), "loop": False}
    return {"loop": True}


@pytest.mark.parametrize("package", ["before_dict_json", "after_session"])
def test_an_app_within_a_running_loop(package: str) -> None:
    async def cells() -> None:
        before = asyncio.current_task()
        with serve(package) as server:
            assert server.post("/expenses", json=LUNCH).json() == SAVED
            server.restart()
            assert server.get("/expenses").json() == [SAVED]
            assert "Lunch" in server.stored()
            picture = trace(server.get, "/expenses/1")
            assert ("your endpoint" in repr(picture), picture.error) == (True, None)
            assert server.get("/expenses/x").status_code == 422
        assert asyncio.current_task() is before
        await asyncio.sleep(0)  # the loop goes on
        with pytest.raises(RuntimeError, match="the client has been closed"):
            server.get("/expenses")

    threads = threading.active_count()
    asyncio.run(cells())
    assert threading.active_count() == threads


def test_what_an_app_does() -> None:
    events.clear()
    seen.set("by the cell")
    with serve(app) as client:
        assert client.get("/sleeps").json() >= 0.05
        assert client.get("/many").json() == ["a", "b", "nothing"]
        assert client.get("/def").json() == {"name": "given", "seen": "nothing", "loop": False}
        assert events == ["begins", "after the answer", "given back"]
        with pytest.raises(httpx.ReadError, match=WAITS):
            client.get("/waits")
        picture = trace(client.get, "/waits")
        assert picture.troubles == [f"no answer: the client got ReadError: {WAITS}"]
        assert client.get("/many").status_code == 200  # it goes on
        with pytest.raises(httpx.ConnectError, match="only the app itself"):
            client.get("http://127.0.0.1:9/")
    assert events[-1] == "ends"


def test_a_request_within_a_request() -> None:
    outer = FastAPI()

    @outer.get("/def")
    def in_thread() -> list[Any]:
        return client.get("/async").json()

    @outer.get("/async")
    async def in_loop() -> list[Any]:
        task = asyncio.current_task()
        answers = [client.get("/inner").json(), inner.get("/sleeps").status_code]
        return [*answers, asyncio.current_task() is task]

    @outer.get("/inner")
    def answer() -> str:
        return "inner"

    with serve(outer) as client, serve(app) as inner:
        assert client.get("/def").json() == ["inner", 200, True]


def test_an_app_that_drops_its_own_server() -> None:
    own = FastAPI()
    servers: list[Server] = []
    own.get("/")(lambda: servers.pop()._running.stop())
    servers.append(client := serve(own))
    assert client.get("/").status_code == 200
    with pytest.raises(httpx.ConnectError, match=ENDED):
        client.get("/")
    client.close()
