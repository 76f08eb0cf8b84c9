"""The commit is missing: True is returned, and nothing was paid."""

from sqlmodel import Session, update

from after_session.models import Expense


def pay_with_card(session: Session, card_id: int, price: float) -> bool:
    statement = (
        update(Expense)
        .where(Expense.id == card_id, Expense.amount >= price)
        .values(amount=Expense.amount - price)
    )
    return session.exec(statement).rowcount == 1
