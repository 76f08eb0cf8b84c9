"""The object belongs to one session, and another is committed: 200, and nothing is stored."""

from fastapi import APIRouter, HTTPException
from sqlmodel import Session

from after_session.database import SessionDep, engine
from after_session.main import NOT_FOUND
from after_session.models import Expense, ExpenseId, ExpensePublic, ExpenseUpdate

router = APIRouter()


@router.patch("/expenses/{expense_id}", response_model=ExpensePublic, responses=NOT_FOUND)
def update_expense(expense_id: ExpenseId, changes: ExpenseUpdate, session: SessionDep) -> Expense:
    db_expense = session.get(Expense, expense_id)
    if db_expense is None:
        raise HTTPException(status_code=404, detail="Expense not found")
    db_expense.sqlmodel_update(changes.model_dump(exclude_unset=True))
    with Session(engine) as writing:
        writing.commit()
    return db_expense
