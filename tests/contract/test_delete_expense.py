"""What `DELETE /expenses/{expense_id}` does, in every implementation."""

from workbook import Server
from workbook.many_expenses import MANY, store


def test_delete_expense_answers_204_without_a_body(client: Server, expense: dict) -> None:
    client.post("/expenses", json=expense)
    response = client.delete("/expenses/1")
    assert response.status_code == 204
    assert response.content == b""


def test_delete_expense_removes_only_that_expense(client: Server, expense: dict) -> None:
    created = [client.post("/expenses", json=expense).text for _ in range(3)]
    client.delete("/expenses/2")
    assert client.get("/expenses").text == f"[{created[0]},{created[2]}]"
    assert client.get("/expenses/2").status_code == 404


def test_delete_expense_does_not_find_an_expense_twice(client: Server, expense: dict) -> None:
    kept = client.post("/expenses", json=expense).text
    client.post("/expenses", json=expense)
    client.delete("/expenses/2")
    response = client.delete("/expenses/2")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/json"
    assert response.text == '{"detail":"Expense not found"}'
    assert client.get("/expenses").text == f"[{kept}]"


def test_delete_expense_keeps_it_deleted_when_the_app_restarts(
    client: Server, expense: dict
) -> None:
    client.post("/expenses", json=expense)
    kept = client.post("/expenses", json=expense).text
    client.delete("/expenses/1")
    client.restart()
    assert client.get("/expenses").text == f"[{kept}]"


def test_delete_expense_works_on_each_of_many_expenses_from_before_a_restart(
    client: Server,
) -> None:
    stored = store(client, MANY)
    client.restart()
    for expense_id in (1, 257, MANY):
        assert client.delete(f"/expenses/{expense_id}").status_code == 204
    assert client.get("/expenses").json() == [
        each for each in stored if each["id"] not in (1, 257, MANY)
    ]
