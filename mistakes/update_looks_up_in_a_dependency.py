"""A dependency runs before the body is validated: a wrong body gets 404 where 422 is right."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException

from after_session.database import SessionDep
from after_session.main import NOT_FOUND
from after_session.models import Expense, ExpenseId, ExpensePublic, ExpenseUpdate

router = APIRouter()


def existing(expense_id: ExpenseId, session: SessionDep) -> Expense:
    db_expense = session.get(Expense, expense_id)
    if db_expense is None:
        raise HTTPException(status_code=404, detail="Expense not found")
    return db_expense


Existing = Annotated[Expense, Depends(existing)]


@router.patch("/expenses/{expense_id}", response_model=ExpensePublic, responses=NOT_FOUND)
def update_expense(db_expense: Existing, changes: ExpenseUpdate, session: SessionDep) -> Expense:
    db_expense.sqlmodel_update(changes.model_dump(exclude_unset=True))
    session.commit()
    session.refresh(db_expense)
    return db_expense
