"""An id that does not exist gives None: the client gets 500 instead of 404."""

from fastapi import APIRouter

from after_session.database import SessionDep
from after_session.main import NOT_FOUND
from after_session.models import Expense, ExpenseId, ExpensePublic, ExpenseUpdate

router = APIRouter()


@router.patch("/expenses/{expense_id}", response_model=ExpensePublic, responses=NOT_FOUND)
def update_expense(expense_id: ExpenseId, changes: ExpenseUpdate, session: SessionDep) -> Expense:
    db_expense = session.get(Expense, expense_id)
    db_expense.sqlmodel_update(changes.model_dump(exclude_unset=True))
    session.commit()
    session.refresh(db_expense)
    return db_expense
