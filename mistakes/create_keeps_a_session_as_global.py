"""All requests share one session: after one failed commit every later POST gets 500."""

from fastapi import APIRouter
from sqlmodel import Session

from after_session.database import engine
from after_session.models import Expense, ExpenseCreate, ExpensePublic

router = APIRouter()


session = Session(engine)


@router.post("/expenses", status_code=201, response_model=ExpensePublic)
def create_expense(expense: ExpenseCreate) -> Expense:
    db_expense = Expense.model_validate(expense)
    session.add(db_expense)
    session.commit()
    session.refresh(db_expense)
    return db_expense
