"""The look-up has begun a transaction: the client gets 500, and the expense is still there."""

from fastapi import APIRouter, HTTPException

from after_session.database import SessionDep
from after_session.main import NOT_FOUND
from after_session.models import Expense, ExpenseId

router = APIRouter()


@router.delete("/expenses/{expense_id}", status_code=204, responses=NOT_FOUND)
def delete_expense(expense_id: ExpenseId, session: SessionDep) -> None:
    db_expense = session.get(Expense, expense_id)
    if db_expense is None:
        raise HTTPException(status_code=404, detail="Expense not found")
    with session.begin():
        session.delete(db_expense)
