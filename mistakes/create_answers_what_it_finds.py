"""Without autoflush the query does not see the new row: the client gets the expense before it."""

from fastapi import APIRouter
from sqlmodel import Session, select

from after_session.database import engine
from after_session.models import Expense, ExpenseCreate, ExpensePublic

router = APIRouter()


@router.post("/expenses", status_code=201, response_model=ExpensePublic)
def create_expense(expense: ExpenseCreate) -> Expense | None:
    with Session(engine, autoflush=False, expire_on_commit=False) as session:
        session.add(Expense.model_validate(expense))
        newest = session.exec(select(Expense).order_by(Expense.id.desc())).first()
        session.commit()
        return newest
