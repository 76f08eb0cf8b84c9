"""One expense is not a list: the client gets 500."""

from fastapi import APIRouter
from sqlmodel import select

from after_session.database import SessionDep
from after_session.models import Category, Expense, ExpensePublic

router = APIRouter()


@router.get("/expenses", response_model=list[ExpensePublic])
def list_expenses(session: SessionDep, category: Category | None = None) -> Expense | None:
    statement = select(Expense).order_by(Expense.id)
    if category is not None:
        statement = statement.where(Expense.category == category)
    return session.exec(statement).first()
