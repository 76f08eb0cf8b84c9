"""The UPDATE has no WHERE: the client gets 200, and every expense is changed."""

from fastapi import APIRouter, HTTPException
from sqlmodel import update

from after_session.database import SessionDep
from after_session.main import NOT_FOUND
from after_session.models import Expense, ExpenseId, ExpensePublic, ExpenseUpdate

router = APIRouter()


@router.patch("/expenses/{expense_id}", response_model=ExpensePublic, responses=NOT_FOUND)
def update_expense(expense_id: ExpenseId, changes: ExpenseUpdate, session: SessionDep) -> Expense:
    db_expense = session.get(Expense, expense_id)
    if db_expense is None:
        raise HTTPException(status_code=404, detail="Expense not found")
    fields = changes.model_dump(exclude_unset=True)
    if fields:
        session.exec(update(Expense).values(**fields))
    session.commit()
    session.refresh(db_expense)
    return db_expense
