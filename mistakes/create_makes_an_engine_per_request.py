"""Each request makes an engine: the answer is right, but each POST opens a new connection."""

from fastapi import APIRouter
from sqlmodel import Session, create_engine

from after_session.models import Expense, ExpenseCreate, ExpensePublic
from after_session.settings import settings

router = APIRouter()


@router.post("/expenses", status_code=201, response_model=ExpensePublic)
def create_expense(expense: ExpenseCreate) -> Expense:
    engine = create_engine(settings.database_url)
    with Session(engine) as session:
        db_expense = Expense.model_validate(expense)
        session.add(db_expense)
        session.commit()
        session.refresh(db_expense)
        return db_expense
