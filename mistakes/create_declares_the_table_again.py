"""A second class for the table, which `extend_existing` lets pass: two classes, one table."""

import datetime as dt

from fastapi import APIRouter
from sqlmodel import Field, SQLModel

from after_session.database import SessionDep
from after_session.models import ExpenseCreate, ExpensePublic

router = APIRouter()


class Expense(SQLModel, table=True):
    __table_args__ = {"extend_existing": True}

    id: int | None = Field(default=None, primary_key=True)
    description: str
    amount: float
    category: str
    date: dt.date | None = None


@router.post("/expenses", status_code=201, response_model=ExpensePublic)
def create_expense(expense: ExpenseCreate, session: SessionDep) -> Expense:
    db_expense = Expense.model_validate(expense)
    session.add(db_expense)
    session.commit()
    session.refresh(db_expense)
    return db_expense
