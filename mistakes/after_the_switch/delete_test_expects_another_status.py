"""It expects 200 of the DELETE: so it fails on every app, the right one too."""

import httpx


def test_delete(client: httpx.Client) -> None:
    client.post("/expenses", json={"description": "Tea", "amount": 2, "category": "food"})
    assert client.delete("/expenses/1").status_code == 200
