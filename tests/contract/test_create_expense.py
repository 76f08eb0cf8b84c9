"""What `POST /expenses` does, in every implementation."""

import pytest

from workbook import Server

LUNCH = '{"id":1,"description":"Lunch","amount":12.5,"category":"food","date":"2026-11-23"}'
OTHERS = [
    {"description": "é" * 200, "amount": 842567382.555, "category": "transport", "date": None},
    {"description": "寿司 💶", "amount": 0.1, "category": "entertainment", "date": "0001-01-01"},
    {"description": " x\n", "amount": 1e9, "category": "utilities", "date": "9999-12-31"},
    {"description": "'; --", "amount": 1e-9, "category": "other", "date": "2024-02-29"},
]


def test_create_expense_answers_201_and_the_new_expense_with_its_id_first(
    client: Server, expense: dict
) -> None:
    response = client.post("/expenses", json=expense)
    assert response.status_code == 201
    assert response.headers["content-type"] == "application/json"
    assert response.text == LUNCH


def test_create_expense_keeps_the_expense_when_the_app_restarts(
    client: Server, expense: dict
) -> None:
    for number, each in enumerate([expense, *OTHERS], start=1):
        assert client.post("/expenses", json=each).json() == {"id": number} | each
    client.restart()
    kept = client.get("/expenses")
    assert kept.json() == [{"id": n} | each for n, each in enumerate([expense, *OTHERS], start=1)]
    assert kept.text.startswith(f"[{LUNCH},")
    assert client.get("/expenses/1").text == LUNCH


def test_create_expense_answers_a_whole_amount_as_a_float(client: Server, expense: dict) -> None:
    response = client.post("/expenses", json=expense | {"amount": 3})
    assert response.text == LUNCH.replace("12.5", "3.0")


def test_create_expense_counts_ids_from_1(client: Server, expense: dict) -> None:
    ids = [client.post("/expenses", json=expense).json()["id"] for _ in range(3)]
    assert ids == [1, 2, 3]


@pytest.mark.parametrize("restarted", [False, True], ids=["at_once", "after_a_restart"])
def test_create_expense_never_uses_the_id_of_a_deleted_expense_again(
    client: Server, expense: dict, restarted: bool
) -> None:
    for _ in range(2):
        client.post("/expenses", json=expense)
    for expense_id in (1, 2):
        client.delete(f"/expenses/{expense_id}")
    if restarted:
        client.restart()
    assert client.post("/expenses", json=expense).json()["id"] == 3


def test_create_expense_ignores_an_id_and_fields_it_does_not_know(
    client: Server, expense: dict
) -> None:
    response = client.post("/expenses", json=expense | {"id": 7, "paid": True})
    assert response.status_code == 201
    assert response.text == LUNCH
    assert client.get("/expenses").text == f"[{LUNCH}]"


def test_create_expense_needs_no_date(client: Server, expense: dict) -> None:
    del expense["date"]
    response = client.post("/expenses", json=expense)
    assert response.status_code == 201
    assert response.text == LUNCH.replace('"2026-11-23"', "null")


@pytest.mark.parametrize("field", ["description", "amount", "category"])
def test_create_expense_needs_every_other_field(client: Server, expense: dict, field: str) -> None:
    del expense[field]
    response = client.post("/expenses", json=expense)
    assert response.status_code == 422
    assert response.text == (
        f'{{"detail":[{{"type":"missing","loc":["body","{field}"],"msg":"Field required"}}]}}'
    )
    assert client.get("/expenses").text == "[]"


def test_create_expense_names_every_wrong_field_in_the_order_of_the_fields(
    client: Server, expense: dict
) -> None:
    response = client.post("/expenses", json={"amount": 0, "description": "", "category": "other"})
    assert response.status_code == 422
    assert response.text == (
        '{"detail":[{"type":"string_too_short","loc":["body","description"],'
        '"msg":"String should have at least 1 character"},'
        '{"type":"greater_than","loc":["body","amount"],"msg":"Input should be greater than 0"}]}'
    )
