"""The answer is right, but every row is loaded to find those of one category."""

from collections.abc import Sequence

from fastapi import APIRouter
from sqlmodel import select

from after_session.database import SessionDep
from after_session.models import Category, Expense, ExpensePublic

router = APIRouter()


@router.get("/expenses", response_model=list[ExpensePublic])
def list_expenses(session: SessionDep, category: Category | None = None) -> Sequence[Expense]:
    found = session.exec(select(Expense).order_by(Expense.id)).all()
    if category is not None:
        found = [expense for expense in found if expense.category == category]
    return found
