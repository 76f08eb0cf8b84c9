"""Where a look-up misses because a key of another type looks the same, the picture says so."""

from collections.abc import Callable
from enum import Enum
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI, HTTPException

from workbook import Trace, serve, trace

by_text: dict[str, dict] = {"1": {"title": "Tea"}, "7": {}}
by_number = {1: "one"}
KEY = UUID(int=5)
by_uuid = {str(KEY): "five"}


class Kind(Enum):
    TEA = "tea"


class Shelf:
    def __init__(self) -> None:
        self.items = {"3": "three"}

    def get(self, number: int) -> str | None:
        return self.items.get(number)


shelf = Shelf()


def not_in(number: int) -> dict:
    if number not in by_text:
        raise HTTPException(status_code=404)
    return by_text["1"]


def subscript(number: int) -> dict:
    try:
        return by_text[number]
    except KeyError:
        return {}


def several_lines(number: int) -> Any:
    return by_text.get(
        number,
        "nothing",
    )


def text_for_number(key: str) -> str:
    return by_number.get(key, "?")


def of_an_object(number: int) -> str | None:
    return shelf.get(number)


def uuid() -> bool:
    wanted = KEY
    return wanted in by_uuid


def in_a_list(number: int) -> bool:
    known = ["1", "2"]
    return number in known


def enum() -> bool:
    kind, prices = Kind.TEA, {"tea": 1}
    return kind in prices


def right(number: int) -> dict:
    key = str(number)
    found = by_text[str(number)]
    return found if key in by_text else {}


def misses(number: int) -> Any:
    return by_text.get(str(number + 90)) or by_text.get(f"{number}")


def taken(number: int) -> Any:
    both = {1: "a", "1": "b"}
    both.pop(number)
    return both


def traced(endpoint: Callable, query: str = "") -> Trace:
    app = FastAPI()
    app.get("/")(endpoint)
    with serve(app) as client:
        return trace(client.get, f"/{query}")


HAS_TEXT = "by_text has '1' (text), not 1 (a number)"
CASES = [
    (not_in, "?number=1", f"memory   {HAS_TEXT}"),
    (subscript, "?number=1", f"memory   {HAS_TEXT}"),
    (several_lines, "?number=1", f"memory   {HAS_TEXT}"),
    (text_for_number, "?key=1", "memory   by_number has 1 (a number), not '1' (text)"),
    (of_an_object, "?number=3", "memory   self.items has '3' (text), not 3 (a number)"),
    (uuid, "", f"memory   by_uuid has '{KEY}' (text), not {KEY!r} (a UUID)"),
    (in_a_list, "?number=1", "object   known has '1' (text), not 1 (a number)"),
    (enum, "", "object   prices has 'tea' (text), not Kind.TEA (a Kind)"),
]


@pytest.mark.parametrize(("endpoint", "query", "text"), CASES)
def test_a_key_that_looks_the_same(endpoint: Callable, query: str, text: str) -> None:
    picture = traced(endpoint, query)
    shown = repr(picture)
    assert shown.count(text) == 1
    assert shown.count("The two look the same") == 1
    assert ("JSON makes each key" in shown) == (text.find("(text), not ") > 0)
    assert "The two look the same" in picture._repr_html_()


def test_it_is_said_at_the_line_that_looked() -> None:
    lines = repr(traced(not_in, "?number=1")).splitlines()
    place = next(i for i, line in enumerate(lines) if HAS_TEXT in line)
    assert "if number not in by_text:" in lines[place - 1]


@pytest.mark.parametrize(
    ("endpoint", "query"),
    [
        (right, "?number=1"),
        (misses, "?number=1"),
        (not_in, "?number=5"),
        (taken, "?number=1"),
    ],
)
def test_else_nothing_is_said(endpoint: Callable, query: str) -> None:
    assert " look the same" not in repr(traced(endpoint, query))
