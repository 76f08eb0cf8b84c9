"""What `GET /expenses` does, in every implementation."""

import pytest

from workbook import Server
from workbook.many_expenses import MANY, store


def test_list_expenses_answers_an_empty_list_when_there_are_none(client: Server) -> None:
    response = client.get("/expenses")
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert response.text == "[]"


def test_list_expenses_answers_every_expense_as_it_was_created(
    client: Server, expense: dict
) -> None:
    first = client.post("/expenses", json=expense).text
    second = client.post("/expenses", json=expense | {"description": "Bus", "date": None}).text
    assert client.get("/expenses").text == f"[{first},{second}]"


def test_list_expenses_answers_every_expense_however_many_there_are(client: Server) -> None:
    stored = store(client, MANY)
    assert client.get("/expenses").json() == stored
    food = [each for each in stored if each["category"] == "food"]
    assert client.get("/expenses?category=food").json() == food


@pytest.mark.parametrize("query", ["", "?category=food"], ids=["all", "one_category"])
def test_list_expenses_keeps_the_order_of_ids_when_expenses_change(
    client: Server, expense: dict, query: str
) -> None:
    for _ in range(4):
        client.post("/expenses", json=expense)
    client.delete("/expenses/2")
    client.post("/expenses", json=expense)
    client.patch("/expenses/1", json={"description": "Changed last", "amount": 99})
    assert [each["id"] for each in client.get(f"/expenses{query}").json()] == [1, 3, 4, 5]


def test_list_expenses_keeps_the_order_of_ids_whatever_the_fields_are(client: Server) -> None:
    dates = ["2026-11-23", None, "2026-11-24", "2024-02-29"]
    for amount, category, date in zip([2, 1, 4, 3], ["other", "food"] * 2, dates, strict=True):
        fields = {"description": f"{date}", "amount": amount, "category": category, "date": date}
        client.post("/expenses", json=fields)
    assert [each["id"] for each in client.get("/expenses").json()] == [1, 2, 3, 4]


def test_list_expenses_answers_only_the_category_that_is_asked_for(
    client: Server, expense: dict
) -> None:
    food = client.post("/expenses", json=expense).text
    bus = client.post("/expenses", json=expense | {"category": "transport"}).text
    more_food = client.post("/expenses", json=expense).text
    assert client.get("/expenses?category=food").text == f"[{food},{more_food}]"
    assert client.get("/expenses?category=transport").text == f"[{bus}]"
    assert client.get("/expenses?category=other").text == "[]"


def test_list_expenses_finds_an_expense_by_the_category_that_an_update_gave_it(
    client: Server, expense: dict
) -> None:
    client.post("/expenses", json=expense)
    updated = client.patch("/expenses/1", json={"category": "other"}).text
    assert client.get("/expenses?category=food").text == "[]"
    assert client.get("/expenses?category=other").text == f"[{updated}]"


@pytest.mark.parametrize("category", ["travel", "Food", "food%20", "", "null", "%00", "%FF"])
def test_list_expenses_refuses_a_category_that_does_not_exist(
    client: Server, category: str
) -> None:
    response = client.get(f"/expenses?category={category}")
    assert response.status_code == 422
    assert response.text == (
        '{"detail":[{"type":"literal_error","loc":["query","category"],"msg":'
        "\"Input should be 'food', 'transport', 'entertainment', 'utilities' or 'other'\"}]}"
    )


def test_list_expenses_ignores_parameters_it_does_not_know(client: Server, expense: dict) -> None:
    created = client.post("/expenses", json=expense).text
    assert client.get("/expenses?limit=0&offset=10&skip=1&page=2").text == f"[{created}]"
