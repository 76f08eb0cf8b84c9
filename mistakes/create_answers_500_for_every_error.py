"""Every error is caught and becomes a 500: a mistyped name looks like a broken database."""

from fastapi import APIRouter, HTTPException

from after_session.database import SessionDep
from after_session.models import Expense, ExpenseCreate, ExpensePublic

router = APIRouter()


@router.post("/expenses", status_code=201, response_model=ExpensePublic)
def create_expense(expense: ExpenseCreate, session: SessionDep) -> Expense:
    try:
        db_expense = Expense(**expense.dump())
        session.add(db_expense)
        session.commit()
    except Exception:
        session.rollback()
        raise HTTPException(status_code=500, detail="The database is not available") from None
    session.refresh(db_expense)
    return db_expense
