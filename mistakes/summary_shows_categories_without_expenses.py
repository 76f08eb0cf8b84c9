"""The client also gets the categories that have no expenses, with 0.0."""

from typing import get_args

from fastapi import APIRouter
from sqlmodel import func, select

from after_session.database import SessionDep
from after_session.models import Category, Expense, to_cents

router = APIRouter()


@router.get("/summary")
def get_summary(session: SessionDep) -> dict[str, float]:
    totals: dict[str, float] = {}
    for category in sorted(get_args(Category)):
        statement = select(func.sum(Expense.amount)).where(Expense.category == category)
        totals[category] = to_cents(session.exec(statement).one() or 0)
    return totals
