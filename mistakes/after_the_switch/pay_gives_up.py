"""It looks whether somebody came between, and then does not try again: a payment is refused."""

from sqlmodel import Session, update

from after_session.models import Expense


def pay_with_card(session: Session, card_id: int, price: float) -> bool:
    card = session.get(Expense, card_id)
    if card is None or card.amount < price:
        return False
    seen = card.amount
    statement = update(Expense).where(Expense.id == card_id, Expense.amount == seen)
    paid = session.exec(statement.values(amount=seen - price)).rowcount == 1
    session.commit()
    return paid
