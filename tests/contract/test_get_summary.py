"""What `GET /summary` does, in every implementation."""

import pytest

from workbook import Server
from workbook.many_expenses import CATEGORIES, MANY, store


def test_get_summary_is_empty_when_there_are_no_expenses(client: Server) -> None:
    response = client.get("/summary")
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert response.text == "{}"


def test_get_summary_adds_up_each_category_in_alphabetical_order(
    client: Server, expense: dict
) -> None:
    categories = ["utilities", "food", "transport", "other", "entertainment", "food"]
    for amount, category in enumerate(categories, start=1):
        client.post("/expenses", json=expense | {"category": category, "amount": amount})
    assert client.get("/summary").text == (
        '{"entertainment":5.0,"food":8.0,"other":4.0,"transport":3.0,"utilities":1.0}'
    )


def test_get_summary_adds_up_however_many_expenses_there_are(client: Server) -> None:
    stored = store(client, MANY)
    totals = {
        category: sum(each["amount"] for each in stored if each["category"] == category)
        for category in sorted(CATEGORIES)
    }
    assert client.get("/summary").json() == totals


@pytest.mark.parametrize(
    ("amounts", "total"),
    [
        ([0.1, 0.2], "0.3"),
        ([0.1] * 10, "1.0"),
        ([3.333, 3.333], "6.67"),
        ([0.004], "0.0"),
        ([1e9, 0.01], "1000000000.01"),
        # One after the other these give 1.0050000000000001 and 4.075, added exactly 1.005 and
        # 4.074999999999999: rounded at once, the total would depend on who adds.
        ([0.705, 0.2, 0.1], "1.0"),
        ([0.7, 2.675, 0.7], "4.08"),
        # Whoever adds these gets 842567382.5550001: 7 decimals would keep that, and give .56.
        ([251922357.188, 301801350.452, 288843674.915], "842567382.55"),
        ([0.004996], "0.0"),  # 5 decimals would make half a cent of it
    ],
    ids=str,
)
def test_get_summary_rounds_each_total_to_cents(
    client: Server, expense: dict, amounts: list[float], total: str
) -> None:
    for amount in amounts:
        client.post("/expenses", json=expense | {"amount": amount})
    assert client.get("/summary").text == f'{{"food":{total}}}'


def test_get_summary_follows_every_change(client: Server, expense: dict) -> None:
    for amount in (1, 2, 4):
        client.post("/expenses", json=expense | {"amount": amount})
    client.patch("/expenses/1", json={"amount": 10})
    assert client.get("/summary").text == '{"food":16.0}'
    client.patch("/expenses/2", json={"category": "other"})
    assert client.get("/summary").text == '{"food":14.0,"other":2.0}'
    client.delete("/expenses/2")
    assert client.get("/summary").text == '{"food":14.0}'
