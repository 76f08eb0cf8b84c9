"""The amounts are rounded before they are added: the client gets 6.66 for 3.333 and 3.333."""

from fastapi import APIRouter
from sqlmodel import select

from after_session.database import SessionDep
from after_session.models import Expense, to_cents

router = APIRouter()


@router.get("/summary")
def get_summary(session: SessionDep) -> dict[str, float]:
    totals: dict[str, float] = {}
    for expense in session.exec(select(Expense).order_by(Expense.category)):
        totals[expense.category] = totals.get(expense.category, 0) + to_cents(expense.amount)
    return {category: to_cents(total) for category, total in totals.items()}
