"""All requests share one session: the answer is right, but its transaction never ends."""

from fastapi import APIRouter, HTTPException
from sqlmodel import Session

from after_session.database import engine
from after_session.main import NOT_FOUND
from after_session.models import Expense, ExpenseId, ExpensePublic

router = APIRouter()


session = Session(engine)


@router.get("/expenses/{expense_id}", response_model=ExpensePublic, responses=NOT_FOUND)
def get_expense(expense_id: ExpenseId) -> Expense:
    db_expense = session.get(Expense, expense_id)
    if db_expense is None:
        raise HTTPException(status_code=404, detail="Expense not found")
    return db_expense
