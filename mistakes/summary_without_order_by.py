"""Without ORDER BY the database may answer in any order: the client cannot rely on the alphabet."""

from fastapi import APIRouter
from sqlmodel import func, select

from after_session.database import SessionDep
from after_session.models import Expense, to_cents

router = APIRouter()


@router.get("/summary")
def get_summary(session: SessionDep) -> dict[str, float]:
    statement = select(Expense.category, func.sum(Expense.amount))
    statement = statement.group_by(Expense.category)
    return {category: to_cents(total) for category, total in session.exec(statement)}
