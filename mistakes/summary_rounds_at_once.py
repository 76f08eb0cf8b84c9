"""Rounded to cents at once: at half a cent, what adding floats leaves over decides."""

from fastapi import APIRouter
from sqlmodel import func, select

from after_session.database import SessionDep
from after_session.models import Expense

router = APIRouter()


@router.get("/summary")
def get_summary(session: SessionDep) -> dict[str, float]:
    statement = select(Expense.category, func.sum(Expense.amount))
    statement = statement.group_by(Expense.category).order_by(Expense.category)
    return {category: round(total, 2) for category, total in session.exec(statement)}
