"""Right solutions of the tasks that are written in other ways."""

from typing import Any

import httpx
from sqlmodel import Session, func, insert, select, text

from after_session.models import Expense, ExpenseCreate


def pay_with_card(session: Session, card_id: int, price: float) -> bool:
    session.execute(text("BEGIN IMMEDIATE"))
    card = session.get(Expense, card_id)
    if card is None or card.amount < price:
        session.rollback()
        return False
    card.amount -= price
    session.commit()
    return True


def import_expenses(session: Session, data: dict[str, Any]) -> int:
    if session.exec(select(func.count()).select_from(Expense)).one():
        return 0
    rows = [
        {"id": each["id"]} | ExpenseCreate(**each).model_dump()
        for each in data["expenses"].values()
    ]
    session.execute(insert(Expense), rows)
    session.execute(
        text("UPDATE sqlite_sequence SET seq = max(seq, :seq) WHERE name = 'expense'"),
        {"seq": data["counter"]},
    )
    session.commit()
    return len(rows)


def add_currency(op: Any, forward: bool) -> None:
    if forward:
        op.execute("ALTER TABLE expense ADD COLUMN currency TEXT NOT NULL DEFAULT 'EUR'")
        return
    with op.batch_alter_table("expense") as batch:
        batch.drop_column("currency")


def test_delete(client: httpx.Client) -> None:
    ids = [
        client.post(
            "/expenses", json={"description": name, "amount": 1, "category": "food"}
        ).json()["id"]
        for name in ("Tea", "Bus", "Jam")
    ]
    first, second, third = (f"/expenses/{each}" for each in ids)
    client.delete(second).raise_for_status()
    found = [client.get(path).status_code for path in (first, second, third)]
    assert found == [200, 404, 200], found
    assert client.delete("/expenses/4").status_code == 404
