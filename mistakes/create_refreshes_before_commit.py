"""There is no row yet to refresh from: the client gets 500, and nothing is stored."""

from fastapi import APIRouter

from after_session.database import SessionDep
from after_session.models import Expense, ExpenseCreate, ExpensePublic

router = APIRouter()


@router.post("/expenses", status_code=201, response_model=ExpensePublic)
def create_expense(expense: ExpenseCreate, session: SessionDep) -> Expense:
    db_expense = Expense.model_validate(expense)
    session.add(db_expense)
    session.refresh(db_expense)
    session.commit()
    return db_expense
