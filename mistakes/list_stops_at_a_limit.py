"""A page of a hundred: from the next expense on, the list is not complete, and nobody notices."""

from collections.abc import Sequence

from fastapi import APIRouter
from sqlmodel import select

from after_session.database import SessionDep
from after_session.models import Category, Expense, ExpensePublic

router = APIRouter()


@router.get("/expenses", response_model=list[ExpensePublic])
def list_expenses(session: SessionDep, category: Category | None = None) -> Sequence[Expense]:
    statement = select(Expense).order_by(Expense.id).limit(100)
    if category is not None:
        statement = statement.where(Expense.category == category)
    return session.exec(statement).all()
