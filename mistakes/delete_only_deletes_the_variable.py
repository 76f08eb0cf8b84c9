"""del forgets a Python name, not a row: the client gets 204, but the expense stays stored."""

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
    del db_expense
    session.commit()
