"""What `DELETE /expenses/{expense_id}` does, in every implementation."""

from workbook import Server


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


def test_delete_expense_works_on_an_expense_from_before_a_restart(
    client: Server, expense: dict
) -> None:
    client.post("/expenses", json=expense)
    client.restart()
    assert client.delete("/expenses/1").status_code == 204
    assert client.get("/expenses").text == "[]"
