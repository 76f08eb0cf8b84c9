"""A DELETE that finds no row is not an error: the client gets 204 instead of 404."""

from fastapi import APIRouter
from sqlmodel import delete

from after_session.database import SessionDep
from after_session.main import NOT_FOUND
from after_session.models import Expense, ExpenseId

router = APIRouter()


@router.delete("/expenses/{expense_id}", status_code=204, responses=NOT_FOUND)
def delete_expense(expense_id: ExpenseId, session: SessionDep) -> None:
    session.exec(delete(Expense).where(Expense.id == expense_id))
    session.commit()
