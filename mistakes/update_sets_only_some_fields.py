"""Two fields are set and two forgotten: the client gets 200, with the old category and date."""

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
    sent = changes.model_dump(exclude_unset=True)
    db_expense.description = sent.get("description", db_expense.description)
    db_expense.amount = sent.get("amount", db_expense.amount)
    session.commit()
    session.refresh(db_expense)
    return db_expense
