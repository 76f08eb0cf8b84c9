"""The new amount is counted in Python: a payment that comes between is lost."""

from sqlmodel import Session

from after_session.models import Expense


def pay_with_card(session: Session, card_id: int, price: float) -> bool:
    card = session.get(Expense, card_id)
    if card is None or card.amount < price:
        return False
    card.amount -= price
    session.commit()
    return True
