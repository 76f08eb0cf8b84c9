"""What `PATCH /expenses/{expense_id}` does, in every implementation."""

import pytest

from workbook import Server
from workbook.many_expenses import MANY, store


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"description": "Abendbrot, 夕食 💶" * 10},
        {"amount": 842567382.555},
        {"category": "other"},
        {"date": "2024-02-29"},
        {"date": None},
        {"date": None, "category": "utilities", "amount": 0.01, "description": "Electricity"},
    ],
    ids=lambda changes: "_and_".join(changes) or "nothing",
)
def test_update_expense_changes_only_the_fields_that_were_sent(
    client: Server, expense: dict, changes: dict
) -> None:
    for _ in range(3):
        client.post("/expenses", json=expense)
    response = client.patch("/expenses/2", json=changes)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert response.json() == {"id": 2} | expense | changes
    assert list(response.json()) == ["id", "description", "amount", "category", "date"]
    assert client.get("/expenses/2").text == response.text
    untouched = [{"id": expense_id} | expense for expense_id in (1, 3)]
    assert client.get("/expenses").json() == [untouched[0], response.json(), untouched[1]]


def test_update_expense_ignores_an_id_and_fields_it_does_not_know(
    client: Server, expense: dict
) -> None:
    created = client.post("/expenses", json=expense).text
    response = client.patch("/expenses/1", json={"id": 7, "paid": True})
    assert response.status_code == 200
    assert response.text == created
    assert client.get("/expenses").text == f"[{created}]"


def test_update_expense_keeps_the_change_when_the_app_restarts(
    client: Server, expense: dict
) -> None:
    client.post("/expenses", json=expense)
    updated = client.patch("/expenses/1", json={"amount": 3, "date": None}).text
    client.restart()
    assert client.get("/expenses").text == f"[{updated}]"


def test_update_expense_works_on_each_of_many_expenses_from_before_a_restart(
    client: Server,
) -> None:
    stored = store(client, MANY)
    client.restart()
    for expense_id in (1, 257, MANY):
        stored[expense_id - 1]["amount"] = 842567382.555
        updated = client.patch(f"/expenses/{expense_id}", json={"amount": 842567382.555})
        assert updated.json() == stored[expense_id - 1]
    assert client.get("/expenses").json() == stored


def test_update_expense_does_not_find_a_deleted_expense(client: Server, expense: dict) -> None:
    kept = client.post("/expenses", json=expense).text
    client.post("/expenses", json=expense)
    client.delete("/expenses/2")
    response = client.patch("/expenses/2", json=expense)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/json"
    assert response.text == '{"detail":"Expense not found"}'
    assert client.get("/expenses").text == f"[{kept}]"


def test_update_expense_refuses_a_wrong_change_before_it_looks_for_the_expense(
    client: Server,
) -> None:
    assert client.patch("/expenses/1", json={"amount": 0}).status_code == 422
