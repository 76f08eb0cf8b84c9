"""An id that does not exist gives None: the client gets 500 instead of 404."""

from fastapi import APIRouter

from after_session.database import SessionDep
from after_session.main import NOT_FOUND
from after_session.models import Expense, ExpenseId, ExpensePublic

router = APIRouter()


@router.get("/expenses/{expense_id}", response_model=ExpensePublic, responses=NOT_FOUND)
def get_expense(expense_id: ExpenseId, session: SessionDep) -> Expense | None:
    return session.get(Expense, expense_id)
