"""What `GET /expenses/{expense_id}` does, in every implementation."""

import pytest

from workbook import Server
from workbook.many_expenses import MANY, store


def test_get_expense_answers_the_expense_as_it_was_created(client: Server, expense: dict) -> None:
    created = [client.post("/expenses", json=expense | {"amount": n}).text for n in (1, 2, 3)]
    response = client.get("/expenses/2")
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert response.text == created[1]


def test_get_expense_does_not_find_an_id_that_was_never_used(client: Server, expense: dict) -> None:
    client.post("/expenses", json=expense)
    response = client.get("/expenses/2")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/json"
    assert response.text == '{"detail":"Expense not found"}'


def test_get_expense_knows_an_expense_by_its_id_not_by_its_place(
    client: Server, expense: dict
) -> None:
    created = [client.post("/expenses", json=expense | {"amount": n}).text for n in (1, 2, 3)]
    assert [text[:7] for text in created] == ['{"id":1', '{"id":2', '{"id":3']
    client.delete("/expenses/1")
    assert client.get("/expenses/2").text == created[1]
    assert client.get("/expenses/3").text == created[2]


def test_get_expense_finds_each_of_many_expenses(client: Server) -> None:
    stored = store(client, MANY)
    for expense_id in (10, 257, MANY):
        assert client.get(f"/expenses/{expense_id}").json() == stored[expense_id - 1]
    assert client.get(f"/expenses/{MANY + 1}").status_code == 404


def test_get_expense_follows_every_change(client: Server, expense: dict) -> None:
    client.post("/expenses", json=expense)
    for amount in (1, 2):
        updated = client.patch("/expenses/1", json={"amount": amount}).text
        assert client.get("/expenses/1").text == updated
    client.delete("/expenses/1")
    assert client.get("/expenses/1").status_code == 404


@pytest.mark.parametrize(
    "sent",
    ["0", "-1", str(2**31), str(2**63), "9" * 30, "9" * 5000, "one", "1.5", "1e0", "%00"],
    ids=lambda sent: sent[:30],
)
def test_get_expense_refuses_an_id_outside_the_limits_as_update_and_delete_do(
    client: Server, expense: dict, sent: str
) -> None:
    created = client.post("/expenses", json=expense).text
    for method in ("GET", "PATCH", "DELETE"):
        response = client.request(method, f"/expenses/{sent}", json={"amount": 3})
        assert response.status_code == 422
        (refusal,) = response.json()["detail"]
        assert list(refusal) == ["type", "loc", "msg"]
        assert refusal["loc"] == ["path", "expense_id"]
    assert client.get("/expenses").text == f"[{created}]"


def test_get_expense_answers_404_to_the_largest_id_as_update_and_delete_do(client: Server) -> None:
    for method in ("GET", "PATCH", "DELETE"):
        response = client.request(method, f"/expenses/{2**31 - 1}", json={})
        assert response.status_code == 404
        assert response.text == '{"detail":"Expense not found"}'
