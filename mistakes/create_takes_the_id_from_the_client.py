"""The client chooses the id: it is stored as sent, and an id that is in use gives 500."""

from fastapi import APIRouter

from after_session.database import SessionDep
from after_session.models import Expense, ExpenseCreate, ExpensePublic

router = APIRouter()


class ExpenseWithId(ExpenseCreate):
    id: int | None = None


@router.post("/expenses", status_code=201, response_model=ExpensePublic)
def create_expense(expense: ExpenseWithId, session: SessionDep) -> Expense:
    db_expense = Expense.model_validate(expense)
    session.add(db_expense)
    session.commit()
    session.refresh(db_expense)
    return db_expense
