"""The date is not copied: the client gets 201 with null for it, and null is stored."""

from fastapi import APIRouter

from after_session.database import SessionDep
from after_session.models import Expense, ExpenseCreate, ExpensePublic

router = APIRouter()


@router.post("/expenses", status_code=201, response_model=ExpensePublic)
def create_expense(expense: ExpenseCreate, session: SessionDep) -> Expense:
    db_expense = Expense(
        description=expense.description, amount=expense.amount, category=expense.category
    )
    session.add(db_expense)
    session.commit()
    session.refresh(db_expense)
    return db_expense
