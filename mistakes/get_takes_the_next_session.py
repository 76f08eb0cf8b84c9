"""The generator ends at once, and with it the session, which begins anew: nobody closes it."""

from fastapi import APIRouter, HTTPException

from after_session.database import get_session
from after_session.main import NOT_FOUND
from after_session.models import Expense, ExpenseId, ExpensePublic

router = APIRouter()


@router.get("/expenses/{expense_id}", response_model=ExpensePublic, responses=NOT_FOUND)
def get_expense(expense_id: ExpenseId) -> Expense:
    db_expense = next(get_session()).get(Expense, expense_id)
    if db_expense is None:
        raise HTTPException(status_code=404, detail="Expense not found")
    return db_expense
