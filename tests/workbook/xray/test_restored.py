"""What the tracer changes in the process is as before when it is done, whatever happened."""

import gc
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio.to_thread
import pytest
from sqlalchemy import event

from tests.shared.odd_apps import app_of
from workbook import serve, trace


@pytest.fixture(autouse=True)
def no_listener_comes_or_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise AssertionError("a trace must not change SQLAlchemy's listeners")

    monkeypatch.setattr(event, "listen", refused)
    monkeypatch.setattr(event, "remove", refused)


def process() -> tuple:
    threads = threading.Thread.start, ThreadPoolExecutor.submit, threading.gettrace()
    return anyio.to_thread.run_sync, *threads, gc.isenabled(), sys.gettrace()


def fails() -> None:
    raise KeyError("mine")


def works() -> str:
    return "yes"


async def traced_here() -> bool:
    return sys.gettrace() is not None


def traced_in_a_thread() -> bool:
    return sys.gettrace() is not None


@pytest.mark.parametrize("path", ["/works", "/fails", "/nothing"])
def test_as_before_after_a_request(path: str) -> None:
    before = process()
    with serve(app_of(works, fails)) as client:
        trace(client.get, path)
        assert process() == before


def test_as_before_after_an_error_of_the_client() -> None:
    before = process()

    def send(*_: Any, **__: Any) -> None:
        raise OSError("no network")

    picture = trace(send, "/")
    assert isinstance(picture.error, OSError)
    assert picture.troubles == [
        "the request did not reach an app of this process",
        "no answer: the client got OSError: no network",
    ]
    assert process() == before
    with pytest.raises(KeyboardInterrupt):
        trace(lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
    assert process() == before


def test_no_thread_of_the_app_stays_traced() -> None:
    with serve(app_of(traced_here, traced_in_a_thread)) as client:
        for path in ("/traced_here", "/traced_in_a_thread"):
            assert trace(client.get, path).response.json() is True
            for _ in range(5):
                assert client.get(path).json() is False


def test_a_debugger_is_as_before() -> None:
    seen = []

    def debugger(frame: Any, event: str, argument: Any) -> None:
        seen.append(frame.f_code.co_name)

    before = sys.gettrace()
    with serve(app_of(works)) as client:
        sys.settrace(debugger)
        try:
            trace(client.get, "/works")
            assert sys.gettrace() is debugger
        finally:
            sys.settrace(before)
    assert seen


def test_a_debugger_in_the_app_is_as_before() -> None:
    def debugger(*_: Any) -> None:
        return None

    async def attach() -> None:
        sys.settrace(debugger)

    async def detach() -> bool:
        same = sys.gettrace() is debugger
        sys.settrace(None)
        return same

    async def nothing() -> None:
        pass

    with serve(app_of(attach, detach, nothing)) as client:
        client.get("/attach")
        assert trace(client.get, "/nothing").troubles == []
        assert client.get("/detach").json() is True


def test_two_traces_at_once() -> None:
    before = process()
    both = threading.Barrier(2)

    async def meet() -> bool:
        return sys.gettrace() is not None

    pictures = []

    def send(path: str) -> None:
        both.wait(10)
        pictures.extend(trace(client.get, path) for _ in range(30))

    with serve(app_of(meet, works)) as client:
        threads = [threading.Thread(target=send, args=[path]) for path in ("/meet", "/works")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert process() == before
        assert client.get("/meet").json() is False
    assert [each.troubles for each in pictures] == [[]] * 60
    assert [len(each.entries) for each in pictures if "works" in each.request] == [3] * 30
