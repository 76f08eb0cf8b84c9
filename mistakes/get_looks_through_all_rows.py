"""The answer is right, but every row is loaded to find one."""

from fastapi import APIRouter, HTTPException
from sqlmodel import select

from after_session.database import SessionDep
from after_session.main import NOT_FOUND
from after_session.models import Expense, ExpenseId, ExpensePublic

router = APIRouter()


@router.get("/expenses/{expense_id}", response_model=ExpensePublic, responses=NOT_FOUND)
def get_expense(expense_id: ExpenseId, session: SessionDep) -> Expense:
    for db_expense in session.exec(select(Expense)).all():
        if db_expense.id == expense_id:
            return db_expense
    raise HTTPException(status_code=404, detail="Expense not found")
