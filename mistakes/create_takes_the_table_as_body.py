"""A table class checks nothing: a wrong amount is stored, and every date gives 500."""

from fastapi import APIRouter

from after_session.database import SessionDep
from after_session.models import Expense

router = APIRouter()


@router.post("/expenses", status_code=201)
def create_expense(expense: Expense, session: SessionDep) -> Expense:
    session.add(expense)
    session.commit()
    session.refresh(expense)
    return expense
