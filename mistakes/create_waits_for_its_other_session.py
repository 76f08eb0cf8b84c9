"""Two sessions write in one request: the second waits for the first, and the client gets 500."""

from fastapi import APIRouter
from sqlmodel import Session

from after_session.database import SessionDep, engine
from after_session.models import Expense, ExpenseCreate, ExpensePublic

router = APIRouter()


@router.post("/expenses", status_code=201, response_model=ExpensePublic)
def create_expense(expense: ExpenseCreate, session: SessionDep) -> Expense:
    db_expense = Expense.model_validate(expense)
    session.add(db_expense)
    session.flush()
    with Session(engine) as another:
        another.add(Expense.model_validate(expense))
        another.commit()
    session.commit()
    session.refresh(db_expense)
    return db_expense
