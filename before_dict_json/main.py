"""The old way: a dict holds the expenses, a counter gives the ids, a JSON file keeps both."""

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from before_dict_json.models import (
    Category,
    DataFile,
    ExpenseCreate,
    ExpenseId,
    ExpensePublic,
    ExpenseUpdate,
    to_cents,
)
from before_dict_json.settings import settings

DATA_FILE = Path(settings.data_file)

expenses: dict[int, dict] = {}
counter = 0


def load_expenses() -> None:
    global expenses, counter
    try:
        data = json.loads(DATA_FILE.read_text("utf-8"), object_pairs_hook=DataFile.no_key_twice)
        DataFile.model_validate(data)
    except FileNotFoundError:
        return
    except (OSError, ValueError, RecursionError) as error:
        raise RuntimeError(f"Fix {DATA_FILE}, or move it away; it is unchanged. {error}") from None
    counter = data["counter"]
    expenses = {int(key): data["expenses"][key] for key in sorted(data["expenses"], key=int)}


def save_expenses() -> None:
    new_file = Path(f"{DATA_FILE}.new")
    with open(new_file, "w", encoding="utf-8") as file:
        json.dump({"counter": counter, "expenses": expenses}, file)
    os.replace(new_file, DATA_FILE)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    load_expenses()
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


@app.post("/expenses", status_code=201, response_model=ExpensePublic)
def create_expense(expense: ExpenseCreate) -> dict:
    global counter
    counter += 1
    expenses[counter] = {"id": counter, **expense.model_dump(mode="json")}
    save_expenses()
    return expenses[counter]


@app.get("/expenses", response_model=list[ExpensePublic])
def list_expenses(category: Category | None = None) -> list[dict]:
    found = list(expenses.values())
    if category is not None:
        found = [expense for expense in found if expense["category"] == category]
    return found


@app.get("/expenses/{expense_id}", response_model=ExpensePublic, responses=NOT_FOUND)
def get_expense(expense_id: ExpenseId) -> dict:
    if expense_id not in expenses:
        raise HTTPException(status_code=404, detail="Expense not found")
    return expenses[expense_id]


@app.patch("/expenses/{expense_id}", response_model=ExpensePublic, responses=NOT_FOUND)
def update_expense(expense_id: ExpenseId, changes: ExpenseUpdate) -> dict:
    if expense_id not in expenses:
        raise HTTPException(status_code=404, detail="Expense not found")
    expenses[expense_id].update(changes.model_dump(mode="json", exclude_unset=True))
    save_expenses()
    return expenses[expense_id]


@app.delete("/expenses/{expense_id}", status_code=204, responses=NOT_FOUND)
def delete_expense(expense_id: ExpenseId) -> None:
    if expense_id not in expenses:
        raise HTTPException(status_code=404, detail="Expense not found")
    del expenses[expense_id]
    save_expenses()


@app.get("/summary")
def get_summary() -> dict[str, float]:
    totals: dict[str, float] = {}
    for expense in expenses.values():
        totals[expense["category"]] = totals.get(expense["category"], 0) + expense["amount"]
    return {category: to_cents(totals[category]) for category in sorted(totals)}
