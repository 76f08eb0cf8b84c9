"""Functions that are called over and over are counted, and generators that something consumes."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi import FastAPI

from tests.shared.pictures import notes, picture_of
from workbook import serve, trace

app = FastAPI()
MANY = 20_000


def price(number: int) -> int:
    return number * 2


@app.get("/called")
def called() -> int:
    return sum([price(each) for each in range(43)])


def power(number: int) -> int:
    return 1 if number == 0 else 2 * power(number - 1)


@app.get("/recursion")
def recursion() -> int:
    return power(100)


def halves(number: int) -> Iterator[int]:
    for each in range(number):
        half = each // 2
        yield half
    ended = "all given"
    print(ended, end="")


def test_a_function_that_is_called_over_and_over_is_counted() -> None:
    picture = picture_of(app, "/called")
    assert notes(picture) == ["price() called 40 times, not shown"]


def test_recursion_is_counted() -> None:
    picture = picture_of(app, "/recursion")
    assert picture.response.json() == 2**100
    (note,) = notes(picture)
    assert note == "power() called 98 times, not shown"


@pytest.mark.parametrize("make", [list, sorted])
def test_a_generator_that_a_function_of_python_consumes(make: Callable[..., Any]) -> None:
    consuming = FastAPI()

    @consuming.get("/")
    def endpoint() -> int:
        return len(make(halves(MANY)))

    with serve(consuming) as client:
        picture = trace(client.get, "/")
    assert (picture.response.json(), picture.troubles) == (MANY, [])
    assert "ended = 'all given'" in repr(picture)
