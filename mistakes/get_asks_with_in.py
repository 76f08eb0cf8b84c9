"""Python's `in` decides before the database is asked: no expense is ever found."""

from fastapi import APIRouter, HTTPException
from sqlmodel import select

from after_session.database import SessionDep
from after_session.main import NOT_FOUND
from after_session.models import Expense, ExpenseId, ExpensePublic

router = APIRouter()


@router.get("/expenses/{expense_id}", response_model=ExpensePublic, responses=NOT_FOUND)
def get_expense(expense_id: ExpenseId, session: SessionDep) -> Expense:
    statement = select(Expense).where(Expense.id in [expense_id])
    db_expense = session.exec(statement).first()
    if db_expense is None:
        raise HTTPException(status_code=404, detail="Expense not found")
    return db_expense
