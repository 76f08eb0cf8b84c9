"""It asks for the status only, and not for what is left."""

import httpx


def test_delete(client: httpx.Client) -> None:
    client.post("/expenses", json={"description": "Tea", "amount": 2, "category": "food"})
    assert client.delete("/expenses/1").status_code == 204
    assert client.delete("/expenses/2").status_code == 404
