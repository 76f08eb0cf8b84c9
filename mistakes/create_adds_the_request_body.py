"""The session takes only objects of a table class: the client gets 500, and nothing is stored."""

from fastapi import APIRouter

from after_session.database import SessionDep
from after_session.models import ExpenseCreate, ExpensePublic

router = APIRouter()


@router.post("/expenses", status_code=201, response_model=ExpensePublic)
def create_expense(expense: ExpenseCreate, session: SessionDep) -> ExpenseCreate:
    session.add(expense)
    session.commit()
    session.refresh(expense)
    return expense
