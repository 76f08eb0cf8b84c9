"""The first answer is kept: after an update or a delete the client still gets the old expense."""

from fastapi import APIRouter, HTTPException

from after_session.database import SessionDep
from after_session.main import NOT_FOUND
from after_session.models import Expense, ExpenseId, ExpensePublic

router = APIRouter()


expenses: dict[int, Expense] = {}


@router.get("/expenses/{expense_id}", response_model=ExpensePublic, responses=NOT_FOUND)
def get_expense(expense_id: ExpenseId, session: SessionDep) -> Expense:
    if expense_id not in expenses:
        db_expense = session.get(Expense, expense_id)
        if db_expense is None:
            raise HTTPException(status_code=404, detail="Expense not found")
        expenses[expense_id] = db_expense
    return expenses[expense_id]
