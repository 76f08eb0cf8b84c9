"""The client gets totals such as 0.30000000000000004."""

from fastapi import APIRouter
from sqlmodel import func, select

from after_session.database import SessionDep
from after_session.models import Expense

router = APIRouter()


@router.get("/summary")
def get_summary(session: SessionDep) -> dict[str, float]:
    statement = select(Expense.category, func.sum(Expense.amount))
    statement = statement.group_by(Expense.category).order_by(Expense.category)
    return dict(session.exec(statement).all())
