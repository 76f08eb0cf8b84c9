"""An id that does not exist gives None: the client gets 500 instead of 404."""

from fastapi import APIRouter

from after_session.database import SessionDep
from after_session.main import NOT_FOUND
from after_session.models import Expense, ExpenseId

router = APIRouter()


@router.delete("/expenses/{expense_id}", status_code=204, responses=NOT_FOUND)
def delete_expense(expense_id: ExpenseId, session: SessionDep) -> None:
    db_expense = session.get(Expense, expense_id)
    session.delete(db_expense)
    session.commit()
