"""A traced request gets the same answer, sends the same SQL and leaves the same data behind."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse
from sqlalchemy import Engine, event

from workbook import Server, serve, trace

LUNCH = {"description": "Lunch", "amount": 12.5, "category": "food", "date": "2026-11-23"}
# The second round meets what the first has stored, as every further one does.
ROUNDS = 10 if os.environ.get("HEAVY") else 2
PACKAGES = ["before_dict_json", "after_session"]
REQUESTS = [
    ("POST", "/expenses", LUNCH),
    ("POST", "/expenses", {**LUNCH, "category": "other", "date": None}),
    ("GET", "/expenses", None),
    ("GET", "/expenses?category=food", None),
    ("GET", "/expenses/1", None),
    ("GET", "/expenses/999", None),
    ("PATCH", "/expenses/1", {"amount": 3}),
    ("PATCH", "/expenses/1", {}),
    ("PATCH", "/expenses/999", {"amount": 3}),
    ("GET", "/summary", None),
    ("DELETE", "/expenses/2", None),
    ("DELETE", "/expenses/999", None),
    ("POST", "/expenses", {**LUNCH, "amount": -1}),
    ("GET", "/nothing", None),
]


@contextmanager
def sql_of(server: Server) -> Iterator[list]:
    sent: list = []
    if server.engine is None:
        yield sent
        return

    def note(connection: object, cursor: object, statement: str, parameters: object, *_: object):  # noqa: ANN202
        sent.append((statement, parameters))

    event.listen(server.engine, "before_cursor_execute", note)
    yield sent
    event.remove(server.engine, "before_cursor_execute", note)


def parts(response: httpx.Response) -> tuple:
    headers = [pair for pair in response.headers.raw if pair[0].lower() != b"date"]
    return response.status_code, headers, response.content


@pytest.mark.parametrize("package", PACKAGES)
def test_the_same_answers_sql_and_data_every_time(package: str) -> None:
    with serve(package) as plain, serve(package) as traced:
        for _ in range(ROUNDS):
            for method, path, body in REQUESTS:
                with sql_of(plain) as wanted:
                    expected = parts(plain.request(method, path, json=body))
                with sql_of(traced) as sent:
                    picture = trace(traced.request, method, path, json=body)
                assert picture.troubles == []
                assert parts(picture.response) == expected, (method, path)
                assert sent == wanted, (method, path)
                assert traced.stored() == plain.stored()


@pytest.mark.slow
@pytest.mark.parametrize("package", PACKAGES)
def test_other_clients_go_on_and_are_not_in_the_picture(package: str) -> None:
    failures: list = []
    over = threading.Event()

    def hammer(server: Server) -> None:
        with httpx.Client(base_url=server.base_url, trust_env=False) as client:
            while not over.is_set():
                answer = client.get("/summary")
                if answer.status_code != 200:
                    failures.append(answer.text)

    with serve(package) as server:
        alone = trace(server.post, "/expenses", json=LUNCH)
        threads = [threading.Thread(target=hammer, args=[server]) for _ in range(3)]
        for thread in threads:
            thread.start()
        pictures = [trace(server.patch, "/expenses/1", json={"amount": n + 1}) for n in range(20)]
        over.set()
        for thread in threads:
            thread.join()
    assert failures == []
    assert alone.response.status_code == 201
    for number, each in enumerate(pictures):
        assert each.response.json()["amount"] == number + 1
        assert "summary" not in repr(each)
        assert len(each.sql()) == (5 if package == "after_session" else 0)


def test_a_listener_that_runs_elsewhere_survives_the_begin_and_the_end_of_a_trace() -> None:
    """SQLAlchemy walks through its listeners: one that is added meanwhile makes it fail."""
    inside, go_on, errors = threading.Event(), threading.Event(), []

    def slow(*_: object) -> None:
        if threading.current_thread().name == "other":
            inside.set()
            go_on.wait(10)

    with serve("after_session") as server, serve("after_session") as other:

        def send() -> None:
            try:
                with other.engine.connect() as connection:
                    connection.exec_driver_sql("SELECT 1")
            except RuntimeError as error:
                errors.append(error)

        event.listen(Engine, "before_cursor_execute", slow)
        thread = threading.Thread(target=send, name="other")
        thread.start()
        assert inside.wait(10)
        trace(server.get, "/expenses")
        go_on.set()
        thread.join()
        event.remove(Engine, "before_cursor_execute", slow)
    assert errors == []


def test_the_app_never_sees_the_header_not_even_after_a_redirect() -> None:
    app = FastAPI()
    app.get("/old")(lambda: RedirectResponse("/new"))

    @app.get("/new")
    def headers(request: Request) -> list[str]:
        return sorted(request.headers.keys())

    with serve(app) as client:
        wanted = client.get("/new").json()
        assert trace(client.get, "/new").response.json() == wanted
        assert trace(client.get, "/old", follow_redirects=True).response.json() == wanted
    assert sys.gettrace() is None
