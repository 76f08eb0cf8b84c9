"""Without GROUP BY all amounts are one total: the client gets one category only, or 500."""

from fastapi import APIRouter
from sqlmodel import func, select

from after_session.database import SessionDep
from after_session.models import Expense, to_cents

router = APIRouter()


@router.get("/summary")
def get_summary(session: SessionDep) -> dict[str, float]:
    statement = select(Expense.category, func.sum(Expense.amount))
    return {category: to_cents(total) for category, total in session.exec(statement)}
