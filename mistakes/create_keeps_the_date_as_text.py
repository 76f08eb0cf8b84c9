"""The text of a date is for JSON: the client gets 500 for every date, and nothing is stored."""

from fastapi import APIRouter

from after_session.database import SessionDep
from after_session.models import Expense, ExpenseCreate, ExpensePublic

router = APIRouter()


@router.post("/expenses", status_code=201, response_model=ExpensePublic)
def create_expense(expense: ExpenseCreate, session: SessionDep) -> Expense:
    db_expense = Expense(**expense.model_dump(mode="json"))
    session.add(db_expense)
    session.commit()
    session.refresh(db_expense)
    return db_expense
