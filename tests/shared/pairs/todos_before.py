"""Todos in a dict; ids and times are made up by the server."""

from datetime import UTC, datetime
from uuid import uuid4

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

app = FastAPI()
todos: dict[str, dict] = {}


class Todo(BaseModel):
    title: str
    done: bool = False


@app.post("/todos", status_code=201)
def create(todo: Todo) -> dict:
    key = str(uuid4())
    todos[key] = {"id": key, "created": datetime.now(UTC).isoformat(), **todo.model_dump()}
    return todos[key]


@app.get("/todos")
def read_all(done: bool | None = None) -> list[dict]:
    return [each for each in todos.values() if done is None or each["done"] == done]


@app.get("/todos/{todo_id}")
def read_one(todo_id: str) -> dict:
    if todo_id not in todos:
        raise HTTPException(404, "Todo not found")
    return todos[todo_id]


@app.delete("/todos/{todo_id}", status_code=204)
def delete(todo_id: str) -> None:
    if todos.pop(todo_id, None) is None:
        raise HTTPException(404, "Todo not found")
