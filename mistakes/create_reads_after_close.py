"""The object has lost its session: the client gets 500, although the expense is stored."""

from fastapi import APIRouter
from sqlmodel import Session

from after_session.database import engine
from after_session.models import Expense, ExpenseCreate, ExpensePublic

router = APIRouter()


@router.post("/expenses", status_code=201, response_model=ExpensePublic)
def create_expense(expense: ExpenseCreate) -> Expense:
    db_expense = Expense.model_validate(expense)
    with Session(engine) as session:
        session.add(db_expense)
        session.commit()
    return db_expense
