"""Threads that wait for each other are never kept waiting by the X-ray."""

import threading
import time

import pytest
from fastapi import FastAPI

from workbook import serve, trace
from workbook.xray.observe.variables import Variables
from workbook.xray.record import recorder


def test_a_look_that_waits_for_what_another_thread_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """As one at a table that the other thread has locked."""
    goes_on, looked, look = threading.Event(), [], Variables.look

    def waiting(self: Variables, frames: tuple) -> dict:
        if any(frame.f_code.co_name == "work" for frame in frames) and not looked:
            looked.append(goes_on.wait(20))
        return look(self, frames)

    monkeypatch.setattr(recorder, "PATIENCE", 0.1)
    monkeypatch.setattr(Variables, "look", waiting)

    def work() -> None:
        time.sleep(0)

    def endpoint() -> str:
        worker = threading.Thread(target=work)
        worker.start()
        while not looked and worker.is_alive() and not goes_on.is_set():
            time.sleep(0.01)
            goes_on.set()
        worker.join()
        return "done"

    app = FastAPI()
    app.get("/")(endpoint)
    with serve(app) as client:
        picture = trace(client.get, "/")
    assert picture.response.json() == "done"
    assert looked == [True]
    assert set(picture.troubles) <= {"threads that ran at the same time could not all be followed"}
