"""`serve` ends, whatever its app still does."""

import threading

import httpx
import pytest
from fastapi import FastAPI

from workbook import Server


def test_an_app_that_does_not_end_is_left_behind() -> None:
    app, over = FastAPI(), threading.Event()
    app.get("/")(lambda: over.wait(60))
    with Server(app, patience=0.1) as server, pytest.raises(httpx.ReadTimeout):
        server.get("/", timeout=0.1)
    thread = server._running.app
    assert thread.is_alive()
    over.set()
    thread.join(60)
    assert not thread.is_alive()


def test_who_presses_ctrl_c_does_not_wait_for_it() -> None:
    app, over = FastAPI(), threading.Event()
    app.get("/")(lambda: over.wait(60))
    server = Server(app)

    def stopped() -> None:
        with server:
            with pytest.raises(httpx.ReadTimeout):
                server.get("/", timeout=0.1)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert server._running.app.is_alive()
    over.set()
    server._running.app.join(60)
