"""Once the newest expense is deleted, the next one gets its id."""

from fastapi import APIRouter
from sqlmodel import func, select

from after_session.database import SessionDep
from after_session.models import Expense, ExpenseCreate, ExpensePublic

router = APIRouter()


@router.post("/expenses", status_code=201, response_model=ExpensePublic)
def create_expense(expense: ExpenseCreate, session: SessionDep) -> Expense:
    largest = session.exec(select(func.max(Expense.id))).one() or 0
    db_expense = Expense(id=largest + 1, **expense.model_dump())
    session.add(db_expense)
    session.commit()
    session.refresh(db_expense)
    return db_expense
