"""Apps as anybody may have written them, as source: a test writes them into a folder of its own."""

from pathlib import Path

# A dict that begins empty, under a name of its own.
TODOS = """
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

api = FastAPI()
shelf = {}


class Todo(BaseModel):
    id: int
    title: str


@api.post("/todos", status_code=201)
def add(todo: Todo):
    shelf[todo.id] = todo.title
    return todo


@api.put("/todos/{todo_id}")
def rename(todo_id: int, title: str):
    if todo_id not in shelf:
        raise HTTPException(status_code=404, detail="Todo not found")
    shelf[todo_id] = title
    return {"title": title}
"""

# A JSON file beside the app, and one in the working directory.
NOTES = """
import json
from pathlib import Path

from fastapi import FastAPI

BESIDE = Path(__file__).with_name("notes.json")
app = FastAPI()


@app.post("/notes", status_code=201)
def write(note: dict):
    notes = json.loads(BESIDE.read_text())
    notes.append(note)
    BESIDE.write_text(json.dumps(notes))
    with open("log.txt", "a") as log:
        log.write("one more\\n")
    return notes
"""

# A SQLite database; its URL is that of `create_engine`.
SHOP = """
from fastapi import FastAPI
from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

engine = create_engine("{url}")


class Base(DeclarativeBase):
    pass


class Cup(Base):
    __tablename__ = "cup"
    id: Mapped[int] = mapped_column(primary_key=True)
    colour: Mapped[str]


Base.metadata.create_all(engine)
app = FastAPI()


@app.post("/cups", status_code=201)
def make(colour: str):
    with Session(engine) as session:
        cup = Cup(colour=colour)
        session.add(cup)
        session.commit()
        return {{"id": cup.id}}
"""

# Answers with what it was sent.
ECHO = """
from typing import Annotated

from fastapi import Depends, FastAPI, Request
from fastapi.security import HTTPBasic, HTTPBasicCredentials

app = FastAPI()


@app.get("/headers")
def headers(request: Request):
    return {"colour": request.headers.get("x-colour"), "cookies": request.cookies}


@app.post("/login")
async def login(request: Request):
    body = (await request.body()).decode()
    return {"type": request.headers["content-type"], "body": body}


@app.get("/who")
def who(user: Annotated[HTTPBasicCredentials, Depends(HTTPBasic())]):
    return {"name": user.username, "letters": len(user.password)}
"""


def write(folder: Path, **sources: str) -> Path:
    """Write Python files into a folder; `app__main` becomes app/main.py. Return the folder."""
    for name, source in sources.items():
        stem = "__init__" if name.endswith("__init__") else name.rpartition("__")[2]
        within = filter(None, name.removesuffix(stem).split("__"))
        file = folder.joinpath(*within, f"{stem}.py")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(source, encoding="utf-8")
    return folder
