"""FastAPI fills in `Depends` only where it calls the function itself: the client gets 500."""

from fastapi import APIRouter, Depends, HTTPException
from sqlmodel import Session, select

from after_session.database import get_session
from after_session.main import NOT_FOUND
from after_session.models import Expense, ExpenseId, ExpensePublic

router = APIRouter()
DatabaseSession = Depends(get_session)


def one(expense_id: int, session: Session = DatabaseSession) -> Expense:
    found = session.exec(select(Expense).where(Expense.id == expense_id)).first()
    if found is None:
        raise HTTPException(status_code=404, detail="Expense not found")
    return found


@router.get("/expenses/{expense_id}", response_model=ExpensePublic, responses=NOT_FOUND)
def get_expense(expense_id: ExpenseId) -> Expense:
    return one(expense_id)
