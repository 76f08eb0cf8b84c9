"""Requests that are made up: what they carry, and what is said of those that cannot be."""

import json
import time
from email.utils import formatdate
from typing import Any

import pytest
from hypothesis import strategies as st

from workbook.same.requests import operations
from workbook.same.requests.earlier import Earlier
from workbook.same.requests.examples import Requests
from workbook.same.requests.step import RESTART, Step, requests_in
from workbook.same.search.hunting import drawn, nothing_kept


def document(operation: dict[str, Any]) -> dict[str, Any]:
    about = {"openapi": "3.1.0", "info": {"title": "app", "version": "1"}}
    return about | {"paths": {"/a": {"get": operation | {"responses": {}}}}}


def test_a_restart_is_no_request() -> None:
    assert requests_in([Step("GET /a"), RESTART, Step("GET /b")]) == [
        Step("GET /a"),
        Step("GET /b"),
    ]


def test_a_token_takes_the_place_of_the_header_of_the_document() -> None:
    token = {"name": "X-Token", "in": "header", "required": True, "schema": {"type": "string"}}
    requests = Requests(document({"parameters": [token]}), headers={"x-token": "mine"})
    with nothing_kept():
        steps = [step for i in range(3) for step in drawn(requests.examples(), i)]
    assert steps
    assert {json.dumps(step.headers) for step in steps} == {'{"x-token": "mine"}'}


@pytest.mark.parametrize(
    ("attributes", "sent"),
    [
        ("; Path=/", "old=1; new=2"),
        ("; Max-Age=60; expires=Thu, 01 Jan 1970 00:00:00 GMT", "old=1; new=2"),
        (f"; expires={formatdate(4e9, usegmt=True)}", "old=1; new=2"),
        ("; Max-Age=soon; expires=never", "old=1; new=2"),
        ("; Max-Age=0; Path=/", "old=1"),
        ("; max-age=-1", "old=1"),
        ("; expires=Thu, 01 Jan 1970 00:00:00 GMT", "old=1"),
        ("; Expires=Thu, 01-Jan-1970 00:00:00 GMT; Path=/", "old=1"),
    ],
)
def test_a_cookie_is_sent_until_the_app_deletes_it(attributes: str, sent: str) -> None:
    earlier = Earlier()
    for cookie in ("old=1", "new=1", f"new=2{attributes}"):
        earlier.note_answer(200, [("set-cookie", cookie)], "")
    assert earlier.resolved(Step("GET /a")).headers == {"cookie": sent}


def test_without_a_cookie_there_is_no_header() -> None:
    earlier = Earlier()
    for cookie in ("a=1", 'a=""; Max-Age=0', "b=; Max-Age=0"):
        earlier.note_answer(200, [("set-cookie", cookie)], "")
    assert earlier.resolved(Step("GET /a")).headers == {}


def test_on_a_computer_with_much_to_do_no_operation_is_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    passed, clock = [0], time.perf_counter

    def is_good(_: object) -> bool:
        passed[0] += 60  # seconds
        return passed[0] > 999

    monkeypatch.setattr(time, "perf_counter", lambda: clock() + passed[0])
    step = Step("GET /a")
    slow = st.integers().filter(is_good).map(lambda _: step)
    monkeypatch.setattr(operations, "odd_steps", lambda *_: slow)
    assert Requests(document({})).unclear == []


def test_what_is_left_out_is_told_with_its_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise LookupError

    assert Requests(document({"parameters": [{"$ref": "#/no"}]})).unclear == [
        "GET /a (InvalidSchema)"
    ]
    monkeypatch.setattr(operations, "odd_steps", fails)
    assert Requests(document({})).unclear == ["GET /a (LookupError)"]
