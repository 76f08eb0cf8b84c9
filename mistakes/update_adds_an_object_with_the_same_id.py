"""Add means INSERT, and the id is in use: the client gets 500, and nothing changes."""

from fastapi import APIRouter, HTTPException

from after_session.database import SessionDep
from after_session.main import NOT_FOUND
from after_session.models import Expense, ExpenseId, ExpensePublic, ExpenseUpdate

router = APIRouter()


@router.patch("/expenses/{expense_id}", response_model=ExpensePublic, responses=NOT_FOUND)
def update_expense(expense_id: ExpenseId, changes: ExpenseUpdate, session: SessionDep) -> Expense:
    db_expense = session.get(Expense, expense_id)
    if db_expense is None:
        raise HTTPException(status_code=404, detail="Expense not found")
    fields = db_expense.model_dump() | changes.model_dump(exclude_unset=True)
    updated = Expense(**fields)
    session.add(updated)
    session.commit()
    session.refresh(updated)
    return updated
