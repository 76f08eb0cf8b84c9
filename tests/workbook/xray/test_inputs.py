"""What a request holds may be anything, and so may the files that an app knows."""

import math
import os
import threading
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from workbook import Trace, serve, trace


def cyclic() -> list:
    cycle: list = []
    cycle.append(cycle)
    return cycle


def traced(endpoint: Any) -> Trace:
    app = FastAPI()
    app.get("/")(endpoint)
    with serve(app) as client:
        return trace(client.get, "/")


def test_a_pipe_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    def endpoint() -> str:
        pipe = tmp_path / "pipe"
        return pipe.name

    def unblock() -> None:
        os.close(os.open(tmp_path / "pipe", os.O_RDWR | os.O_NONBLOCK))

    blocked = threading.Timer(40, unblock)
    over: list[Trace] = []
    thread = threading.Thread(target=lambda: over.append(traced(endpoint)), daemon=True)
    thread.start()
    blocked.start()
    thread.join(30)
    waited = thread.is_alive()
    blocked.cancel()
    while thread.is_alive():
        unblock()
        thread.join(0.1)
    assert not waited
    assert len(over) == 1


@pytest.mark.parametrize("body", [{"a": {1, 2}}, cyclic(), math.nan, "\ud800"])
def test_a_body_that_cannot_be_sent_is_in_the_picture(body: Any) -> None:
    with serve(FastAPI()) as client:
        picture = trace(client.post, "/", json=body)
    assert isinstance(picture.error, TypeError | ValueError)
    assert picture._repr_html_().encode()


def test_headers_in_any_form_that_httpx_takes() -> None:
    app = FastAPI()
    app.get("/")(lambda: "hello")
    with serve(app) as client:
        picture = trace(client.get, "/", headers=[("x-one", "1")])
    assert picture.response.json() == "hello"
