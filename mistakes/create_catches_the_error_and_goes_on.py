"""A failed commit is only printed: the client gets 500 for the refresh that follows it."""

from fastapi import APIRouter
from sqlalchemy.exc import SQLAlchemyError

from after_session.database import SessionDep
from after_session.models import Expense, ExpenseCreate, ExpensePublic

router = APIRouter()


@router.post("/expenses", status_code=201, response_model=ExpensePublic)
def create_expense(expense: ExpenseCreate, session: SessionDep) -> Expense:
    db_expense = Expense.model_validate(expense)
    session.add(db_expense)
    try:
        session.commit()
    except SQLAlchemyError as error:
        print(error)
    session.refresh(db_expense)
    return db_expense
