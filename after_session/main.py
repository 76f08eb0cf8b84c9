"""The new way: each request works through a database session."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import InvalidRequestError, SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import func, select

from after_session.database import SessionDep, prepare_database
from after_session.models import (
    Category,
    Expense,
    ExpenseCreate,
    ExpenseId,
    ExpensePublic,
    ExpenseUpdate,
    to_cents,
)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    prepare_database()
    yield


app = FastAPI(title="Expense tracker", lifespan=lifespan)
NOT_FOUND: dict[int | str, dict] = {404: {"description": "Expense not found"}}


@app.exception_handler(RequestValidationError)
def refuse_request(request: Request, error: RequestValidationError) -> JSONResponse:
    # FastAPI's own answer repeats the input; not every input (NaN) can be sent back as JSON.
    detail = [{key: each[key] for key in ("type", "loc", "msg")} for each in error.errors()]
    return JSONResponse({"detail": detail}, status_code=422)


@app.exception_handler(400)
def refuse_body(request: Request, error: HTTPException) -> JSONResponse:
    # FastAPI answers 400 where Python's JSON reader gives up; to a client it is one more 422.
    detail = [{"type": "json_invalid", "loc": ["body"], "msg": "JSON decode error"}]
    return JSONResponse({"detail": detail}, status_code=422)


@app.exception_handler(InvalidRequestError)
@app.exception_handler(StaleDataError)
def expense_is_gone(request: Request, error: SQLAlchemyError) -> JSONResponse:
    # Another request has just deleted the row. A failed refresh has no error class of its own.
    if isinstance(error, StaleDataError) or "Could not refresh" in str(error):
        return JSONResponse({"detail": "Expense not found"}, status_code=404)
    raise error


@app.post("/expenses", status_code=201, response_model=ExpensePublic)
def create_expense(expense: ExpenseCreate, session: SessionDep) -> Expense:
    db_expense = Expense.model_validate(expense)
    session.add(db_expense)
    session.commit()
    session.refresh(db_expense)
    return db_expense


@app.get("/expenses", response_model=list[ExpensePublic])
def list_expenses(session: SessionDep, category: Category | None = None) -> Sequence[Expense]:
    statement = select(Expense).order_by(Expense.id)
    if category is not None:
        statement = statement.where(Expense.category == category)
    return session.exec(statement).all()


@app.get("/expenses/{expense_id}", response_model=ExpensePublic, responses=NOT_FOUND)
def get_expense(expense_id: ExpenseId, session: SessionDep) -> Expense:
    db_expense = session.get(Expense, expense_id)
    if db_expense is None:
        raise HTTPException(status_code=404, detail="Expense not found")
    return db_expense


@app.patch("/expenses/{expense_id}", response_model=ExpensePublic, responses=NOT_FOUND)
def update_expense(expense_id: ExpenseId, changes: ExpenseUpdate, session: SessionDep) -> Expense:
    db_expense = session.get(Expense, expense_id)
    if db_expense is None:
        raise HTTPException(status_code=404, detail="Expense not found")
    db_expense.sqlmodel_update(changes.model_dump(exclude_unset=True))
    session.commit()
    session.refresh(db_expense)
    return db_expense


@app.delete("/expenses/{expense_id}", status_code=204, responses=NOT_FOUND)
def delete_expense(expense_id: ExpenseId, session: SessionDep) -> None:
    db_expense = session.get(Expense, expense_id)
    if db_expense is None:
        raise HTTPException(status_code=404, detail="Expense not found")
    session.delete(db_expense)
    session.commit()


@app.get("/summary")
def get_summary(session: SessionDep) -> dict[str, float]:
    statement = select(Expense.category, func.sum(Expense.amount))
    statement = statement.group_by(Expense.category).order_by(Expense.category)
    return {category: to_cents(total) for category, total in session.exec(statement)}
