"""The DELETE has no WHERE: the client gets 204, and no expense is left."""

from fastapi import APIRouter, HTTPException
from sqlmodel import delete

from after_session.database import SessionDep
from after_session.main import NOT_FOUND
from after_session.models import Expense, ExpenseId

router = APIRouter()


@router.delete("/expenses/{expense_id}", status_code=204, responses=NOT_FOUND)
def delete_expense(expense_id: ExpenseId, session: SessionDep) -> None:
    db_expense = session.get(Expense, expense_id)
    if db_expense is None:
        raise HTTPException(status_code=404, detail="Expense not found")
    session.exec(delete(Expense))
    session.commit()
