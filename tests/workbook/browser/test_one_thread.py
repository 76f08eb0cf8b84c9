"""Two threads in one: who waits lets the other go on, so both come to the same end as with two."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError, Event, Thread

import anyio
import httpx
import pytest
from fastapi import FastAPI

from workbook import serve
from workbook.browser import one_thread

TEA = {"description": "Tea", "amount": 2, "category": "food"}
TOLD = f"In a browser {one_thread.ONE_BY_ONE}.\n"


@pytest.fixture(autouse=True)
def no_thread(installed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Thread, "start", lambda _: pytest.fail("a thread was started"))


def test_two_meet_at_a_barrier(capsys: pytest.CaptureFixture[str]) -> None:
    app, both_are_here, order = FastAPI(), Barrier(2), []

    @app.get("/{name}")
    def wait(name: str) -> int:
        order.append(name)
        place = both_are_here.wait()
        order.append(name)
        return place

    with serve(app) as client, ThreadPoolExecutor(2) as threads:
        places = [each.json() for each in threads.map(client.get, ["/a", "/b"])]
    assert sorted(places) == [0, 1]
    assert order == ["a", "b", "b", "a"]
    assert capsys.readouterr().out == ""


def test_who_stops_the_event_loop_meets_nobody() -> None:
    app, both_are_here = FastAPI(), Barrier(2, timeout=0.05)

    @app.get("/")
    async def wait() -> str:
        try:
            both_are_here.wait()
        except BrokenBarrierError:
            return "alone"
        return "together"

    with serve(app) as client, ThreadPoolExecutor(2) as threads:
        assert [each.json() for each in threads.map(client.get, "//")] == ["alone"] * 2


def test_a_pool_has_no_more_threads_than_it_says() -> None:
    barrier = Barrier(2, timeout=0.05)
    with ThreadPoolExecutor(1) as one, pytest.raises(BrokenBarrierError):
        list(one.map(lambda _: barrier.wait(), range(2)))


def test_results_errors_and_what_is_cancelled() -> None:
    done = Event()
    with ThreadPoolExecutor(2) as pool:
        futures = [pool.submit(divmod, 7, each) for each in (2, 0)]
        pool.submit(done.set)
        assert futures[0].result() == (3, 1)
        assert isinstance(futures[1].exception(), ZeroDivisionError)
        assert done.wait()
        late = pool.submit(pytest.fail, "it was cancelled")
        pool.shutdown(cancel_futures=True)
    assert late.cancelled()
    assert not Event().wait(0.01)


def test_calls_that_never_met_are_told_of_once(capsys: pytest.CaptureFixture[str]) -> None:
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(abs, (-1, -2))) == [1, 2]
    assert capsys.readouterr().out == TOLD
    ThreadPoolExecutor(4).shutdown()
    assert capsys.readouterr().out == ""


def test_who_holds_the_lock_is_not_waited_for() -> None:
    with serve("after_session") as after:
        lock = sqlite3.connect(str(after.engine.url.database), isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        assert after.post("/expenses", json=TEA).status_code == 500
        with pytest.raises(httpx.ReadTimeout):  # the app would go on waiting for a minute
            after.post("/expenses", json=TEA, timeout=httpx.Timeout(20, read=0.2))
        lock.execute("ROLLBACK")
        lock.close()
        assert len(after.get("/expenses").json()) == 1  # and so it was stored, as elsewhere


@pytest.mark.filterwarnings("ignore:Using `httpx` with `starlette.testclient`")
def test_fastapis_own_client_needs_no_thread() -> None:
    from fastapi.testclient import TestClient

    app = FastAPI()
    app.get("/def")(lambda: "def")

    @app.get("/async")
    async def with_async() -> str:
        await anyio.sleep(0)
        return "async"

    @app.get("/wrong")
    def wrong() -> None:
        raise LookupError("wrong")

    with TestClient(app) as client:
        assert [client.get(f"/{each}").json() for each in ("def", "async")] == ["def", "async"]
        with pytest.raises(LookupError, match="wrong"):
            client.get("/wrong")
    assert TestClient(app).get("/def").json() == "def"
