"""Notes behind a login with a form, with a time in each: OLD, and NEW, which leaves nulls out."""

APP = """
import os
from datetime import datetime, timezone
from urllib.parse import parse_qs
from uuid import uuid4

from fastapi import Depends, FastAPI, HTTPException, Request
from pydantic import BaseModel

app = FastAPI()
notes, tokens = [], set()


class Note(BaseModel):
    text: str
    tag: str | None = None


@app.post("/token", include_in_schema=False)
async def login(request: Request):
    form = parse_qs((await request.body()).decode())
    if form != {"username": ["ann"], "password": [os.environ["PASSWORD"]]}:
        raise HTTPException(400)
    tokens.add(token := str(uuid4()))
    return {"access_token": token}


def user(request: Request):
    if request.headers.get("authorization", "").removeprefix("Bearer ") not in tokens:
        raise HTTPException(401)


@app.post("/notes", dependencies=[Depends(user)])
def add(note: Note):
    notes.append({"made": datetime.now(timezone.utc).isoformat(), **note.model_dump()})
    return {"count": len(notes)}


@app.get("/notes", dependencies=[Depends(user)])
def all_of_them():
    return notes
"""
NEW = APP.replace("model_dump()", "model_dump(exclude_none=True)")
NEW = NEW.replace('@app.get("/notes"', '@app.get("/notes", deprecated=True')
ACCEPTED = """
[[difference]]
operation = "OpenAPI"
kind = "GET /notes: deprecated is only in NEW"
reason = "nobody reads it"

[[difference]]
operation = "GET /notes"
kind = "status 200, now 500"
reason = "it was so once"
"""
