"""The session is not closed: the answer is right, but its connection stays in use afterwards."""

from fastapi import APIRouter
from sqlmodel import Session

from after_session.database import engine
from after_session.models import Expense, ExpenseCreate, ExpensePublic

router = APIRouter()


@router.post("/expenses", status_code=201, response_model=ExpensePublic)
def create_expense(expense: ExpenseCreate) -> Expense:
    session = Session(engine)
    db_expense = Expense.model_validate(expense)
    session.add(db_expense)
    session.commit()
    session.refresh(db_expense)
    return db_expense
