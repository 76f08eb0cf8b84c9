"""What is told as there before the request was there, and as it was then."""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI

from tests.shared.odd_apps import before, texts, traced
from workbook import serve, trace


class Empty:
    pass


class Shelf:
    def __init__(self) -> None:
        self.books = {1: Book()}


class Book:
    def __init__(self) -> None:
        self.lent = False

    def lend(self) -> None:
        self.lent = True


class Outer:
    def __init__(self, app: Any) -> None:
        self.app, self.calls = app, 0

    async def __call__(self, *arguments: Any) -> None:
        self.calls += 1
        await self.app(*arguments)


class Inner(Outer):
    pass


empty, shelf = Empty(), Shelf()
one = [1]
two = one


def other() -> None:
    global two
    two = [9]


def counter() -> Callable[[], int]:
    made: dict[str, int] = {}

    def count() -> int:
        made["n"] = made.get("n", 0) + 1
        return made["n"]

    return count


lasting = counter()


def test_an_object_without_data() -> None:
    def endpoint() -> int:
        empty.x = 1  # type: ignore[attr-defined]
        return 1

    picture = traced(endpoint)
    assert texts(picture, "memory") == ["empty: <Empty> → Empty(x=1)"]
    assert "Empty(x=1)" not in before(picture)


def test_a_second_name_of_what_has_changed() -> None:
    def endpoint() -> int:
        one.append(2)
        other()
        return 1

    picture = traced(endpoint)
    assert "two: [1]\n" in before(picture)
    assert texts(picture, "memory")[1] == "two: [1, 2] → [9]"


def test_what_a_closure_has() -> None:
    def endpoint() -> int:
        fresh = counter()
        return lasting() + fresh() + fresh()

    picture = traced(endpoint)
    assert texts(picture, "memory") == ["made: {} → {'n': 1}"]
    assert before(picture).count("made") == 1
    assert "made: {} → {'n': 1}" in texts(picture, "object")
    assert "made: {'n': 1} → {'n': 2}" in texts(picture, "object")


def test_an_object_within_another() -> None:
    def endpoint() -> int:
        shelf.books[1].lend()
        return 1

    shown = texts(traced(endpoint), "memory")
    assert len(shown) == 1
    assert shown[0].startswith("shelf: Shelf(")


def test_one_middleware_around_another() -> None:
    app = FastAPI()
    app.add_middleware(Inner)
    app.add_middleware(Outer)
    with serve(app) as client:
        picture = trace(client.get, "/")  # the lifespan was the first call
    assert texts(picture, "memory") == [
        "self (Outer): Outer(app=<Inner>, calls=1) → Outer(app=<Inner>, calls=2)",
        "self (Inner): Inner(app=<ExceptionMiddleware>, calls=1) → "
        "Inner(app=<ExceptionMiddleware>, calls=2)",
    ]
