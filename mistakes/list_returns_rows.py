"""`execute` gives rows with an expense in each, and no expenses: the client gets 500."""

from collections.abc import Sequence

from fastapi import APIRouter
from sqlmodel import select

from after_session.database import SessionDep
from after_session.models import Category, Expense, ExpensePublic

router = APIRouter()


@router.get("/expenses", response_model=list[ExpensePublic])
def list_expenses(session: SessionDep, category: Category | None = None) -> Sequence[Expense]:
    statement = select(Expense).order_by(Expense.id)
    if category is not None:
        statement = statement.where(Expense.category == category)
    return session.execute(statement).all()
