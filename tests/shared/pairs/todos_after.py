"""Todos in a table; ids and times are made up by the server."""

from datetime import UTC, datetime
from uuid import uuid4

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel
from sqlmodel import Field, Session, SQLModel, create_engine, select

app = FastAPI()
engine = create_engine("sqlite:///todos.db")


class Todo(BaseModel):
    title: str
    done: bool = False


class Row(SQLModel, table=True):
    __tablename__ = "todo"
    number: int | None = Field(default=None, primary_key=True)
    id: str = Field(unique=True)
    created: str
    title: str
    done: bool


SQLModel.metadata.create_all(engine)


def shown(row: Row) -> dict:
    return {"id": row.id, "created": row.created, "title": row.title, "done": row.done}


def found(session: Session, todo_id: str) -> Row:
    row = session.exec(select(Row).where(Row.id == todo_id)).first()
    if row is None:
        raise HTTPException(404, "Todo not found")
    return row


@app.post("/todos", status_code=201)
def create(todo: Todo) -> dict:
    with Session(engine) as session:
        made = {"id": str(uuid4()), "created": datetime.now(UTC).isoformat()}
        row = Row(**made, **todo.model_dump())
        session.add(row)
        session.commit()
        return shown(row)


@app.get("/todos")
def read_all(done: bool | None = None) -> list[dict]:
    with Session(engine) as session:
        rows = session.exec(select(Row).order_by(Row.number))
        return [shown(each) for each in rows if done is None or each.done == done]


@app.get("/todos/{todo_id}")
def read_one(todo_id: str) -> dict:
    with Session(engine) as session:
        return shown(found(session, todo_id))


@app.delete("/todos/{todo_id}", status_code=204)
def delete(todo_id: str) -> None:
    with Session(engine) as session:
        session.delete(found(session, todo_id))
        session.commit()
