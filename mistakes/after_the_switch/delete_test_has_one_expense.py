"""With one expense, nobody sees whether the others stay."""

import httpx


def test_delete(client: httpx.Client) -> None:
    client.post("/expenses", json={"description": "Tea", "amount": 2, "category": "food"})
    assert client.delete("/expenses/1").status_code == 204
    assert client.get("/expenses").json() == []
    assert client.delete("/expenses/1").status_code == 404
