"""The session deletes objects, not ids: the client gets 500, and the expense stays stored."""

from fastapi import APIRouter

from after_session.database import SessionDep
from after_session.main import NOT_FOUND
from after_session.models import ExpenseId

router = APIRouter()


@router.delete("/expenses/{expense_id}", status_code=204, responses=NOT_FOUND)
def delete_expense(expense_id: ExpenseId, session: SessionDep) -> None:
    session.delete(expense_id)
    session.commit()
