"""Where an item is looked for by a field, and one of another type looks the same, it is said."""

from collections.abc import Callable

import pytest
from fastapi import FastAPI

from workbook import serve, trace

notes = [{"id": 1, "text": "tea"}, {"id": 2, "text": "pie"}]


def in_a_loop(key: str) -> dict | None:
    for note in notes:
        if note["id"] == key:
            return note
    return None


def in_a_generator(key: str) -> dict | None:
    return next((each for each in notes if key == each["id"]), None)


def of_objects(number: int) -> list[str]:
    class Card:
        def __init__(self) -> None:
            self.number = "4"

    cards = {"a": Card()}
    return [key for key, card in cards.items() if card.number == number]


def finds(number: int) -> list[dict]:
    return [note for note in notes if note["id"] == number]


AN_ITEM = "has an item with"
CASES = [
    (in_a_loop, "?key=1", f"memory   notes {AN_ITEM} ['id'] 1 (a number), none with '1' (text)"),
    (in_a_generator, "?key=2", f"notes {AN_ITEM} ['id'] 2 (a number), none with '2' (text)"),
    (of_objects, "?number=4", f"cards {AN_ITEM} .number '4' (text), none with 4 (a number)"),
]


def shown(endpoint: Callable, query: str) -> str:
    app = FastAPI()
    app.get("/")(endpoint)
    with serve(app) as client:
        return repr(trace(client.get, f"/{query}"))


@pytest.mark.parametrize(("endpoint", "query", "text"), CASES)
def test_an_item_that_looks_the_same(endpoint: Callable, query: str, text: str) -> None:
    picture = shown(endpoint, query)
    assert picture.count(text) == 1
    assert picture.count("The two look the same") == 1


@pytest.mark.parametrize(("endpoint", "query"), [(finds, "?number=1"), (in_a_loop, "?key=3")])
def test_else_nothing_is_said(endpoint: Callable, query: str) -> None:
    assert " look the same" not in shown(endpoint, query)
