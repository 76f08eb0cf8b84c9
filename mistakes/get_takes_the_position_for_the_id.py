"""The id is used as a position: once an expense is deleted, the client gets another one."""

from fastapi import APIRouter, HTTPException
from sqlmodel import select

from after_session.database import SessionDep
from after_session.main import NOT_FOUND
from after_session.models import Expense, ExpenseId, ExpensePublic

router = APIRouter()


@router.get("/expenses/{expense_id}", response_model=ExpensePublic, responses=NOT_FOUND)
def get_expense(expense_id: ExpenseId, session: SessionDep) -> Expense:
    expenses = session.exec(select(Expense).order_by(Expense.id)).all()
    if expense_id > len(expenses):
        raise HTTPException(status_code=404, detail="Expense not found")
    return expenses[expense_id - 1]
