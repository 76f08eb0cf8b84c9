"""A date is turned into text without looking: null gives 500, and the date cannot be cleared."""

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
    if "date" in sent:
        print("new date:", sent["date"].isoformat())
    db_expense.sqlmodel_update(sent)
    session.commit()
    session.refresh(db_expense)
    return db_expense
