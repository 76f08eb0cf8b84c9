"""Without a category it looks for NULL: the client gets an empty list."""

from collections.abc import Sequence

from fastapi import APIRouter
from sqlmodel import select

from after_session.database import SessionDep
from after_session.models import Category, Expense, ExpensePublic

router = APIRouter()


@router.get("/expenses", response_model=list[ExpensePublic])
def list_expenses(session: SessionDep, category: Category | None = None) -> Sequence[Expense]:
    statement = select(Expense).where(Expense.category == category).order_by(Expense.id)
    return session.exec(statement).all()
