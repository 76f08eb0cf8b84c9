"""Commit expires the object: the client gets 201 with {}, although the expense is stored."""

from fastapi import APIRouter

from after_session.database import SessionDep
from after_session.models import Expense, ExpenseCreate

router = APIRouter()


@router.post("/expenses", status_code=201)
def create_expense(expense: ExpenseCreate, session: SessionDep) -> Expense:
    db_expense = Expense.model_validate(expense)
    session.add(db_expense)
    session.commit()
    return db_expense
