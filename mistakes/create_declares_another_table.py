"""A table class of another name: the expense goes into a table that nobody else reads."""

import datetime as dt

from fastapi import APIRouter
from sqlmodel import Field, SQLModel

from after_session.database import SessionDep
from after_session.models import ExpenseCreate, ExpensePublic

router = APIRouter()


class Cost(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    description: str
    amount: float
    category: str
    date: dt.date | None = Field(default=None)


@router.post("/expenses", status_code=201, response_model=ExpensePublic)
def create_expense(expense: ExpenseCreate, session: SessionDep) -> Cost:
    cost = Cost.model_validate(expense)
    session.add(cost)
    session.commit()
    session.refresh(cost)
    return cost
