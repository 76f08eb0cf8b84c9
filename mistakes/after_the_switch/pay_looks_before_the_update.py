"""It looks whether enough is left, and only then sends the UPDATE: the card is overdrawn."""

from sqlmodel import Session, update

from after_session.models import Expense


def pay_with_card(session: Session, card_id: int, price: float) -> bool:
    card = session.get(Expense, card_id)
    if card is None or card.amount < price:
        return False
    session.exec(update(Expense).where(Expense.id == card_id).values(amount=Expense.amount - price))
    session.commit()
    return True
