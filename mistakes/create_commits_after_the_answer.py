"""The commit comes when the client has its answer: a GET right after the 201 may get 404."""

from fastapi import APIRouter, BackgroundTasks

from after_session.database import SessionDep
from after_session.models import Expense, ExpenseCreate, ExpensePublic

router = APIRouter()


@router.post("/expenses", status_code=201, response_model=ExpensePublic)
def create_expense(
    expense: ExpenseCreate, session: SessionDep, background_tasks: BackgroundTasks
) -> Expense:
    db_expense = Expense.model_validate(expense)
    session.add(db_expense)
    session.flush()
    background_tasks.add_task(session.commit)
    return db_expense
