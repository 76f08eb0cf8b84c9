"""Members who log in: a token from an answer goes with the requests that follow."""

import secrets
from typing import Annotated

from fastapi import Depends, FastAPI, Header, HTTPException
from pydantic import BaseModel

app = FastAPI()
tokens: dict[str, str] = {}
diaries: dict[str, list[str]] = {}


class Login(BaseModel):
    name: str


class Entry(BaseModel):
    text: str


def member(authorization: Annotated[str, Header()] = "") -> str:
    name = tokens.get(authorization.removeprefix("Bearer "))
    if name is None:
        raise HTTPException(401)
    return name


MemberDep = Annotated[str, Depends(member)]


@app.post("/login")
def login(body: Login) -> dict:
    token = secrets.token_hex()
    tokens[token] = body.name
    return {"token": token}


@app.post("/diary")
def write(entry: Entry, name: MemberDep) -> dict:
    diaries.setdefault(name, []).append(entry.text)
    return {"entries": len(diaries[name])}


@app.get("/diary")
def read(name: MemberDep) -> list[str]:
    return diaries.get(name, [])
