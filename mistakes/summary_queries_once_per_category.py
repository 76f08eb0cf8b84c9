"""The answer is right, but each category costs a SELECT of its own."""

from fastapi import APIRouter
from sqlmodel import func, select

from after_session.database import SessionDep
from after_session.models import Expense, to_cents

router = APIRouter()


@router.get("/summary")
def get_summary(session: SessionDep) -> dict[str, float]:
    totals: dict[str, float] = {}
    for category in session.exec(select(Expense.category).distinct().order_by(Expense.category)):
        statement = select(func.sum(Expense.amount)).where(Expense.category == category)
        totals[category] = to_cents(session.exec(statement).one())
    return totals
