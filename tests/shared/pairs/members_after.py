"""Members who log in, and their diaries, in two tables."""

import secrets
from typing import Annotated

from fastapi import Depends, FastAPI, Header, HTTPException
from pydantic import BaseModel
from sqlmodel import Field, Session, SQLModel, create_engine, func, select

app = FastAPI()
engine = create_engine("sqlite:///members.db")


class Login(BaseModel):
    name: str


class Entry(BaseModel):
    text: str


class Token(SQLModel, table=True):
    token: str = Field(primary_key=True)
    name: str


class Diary(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str
    text: str


SQLModel.metadata.create_all(engine)


def member(authorization: Annotated[str, Header()] = "") -> str:
    with Session(engine) as session:
        token = session.get(Token, authorization.removeprefix("Bearer "))
        if token is None:
            raise HTTPException(401)
        return token.name


MemberDep = Annotated[str, Depends(member)]


@app.post("/login")
def login(body: Login) -> dict:
    with Session(engine) as session:
        token = Token(token=secrets.token_hex(), name=body.name)
        session.add(token)
        session.commit()
        return {"token": token.token}


@app.post("/diary")
def write(entry: Entry, name: MemberDep) -> dict:
    with Session(engine) as session:
        session.add(Diary(name=name, text=entry.text))
        session.commit()
        count = select(func.count()).select_from(Diary).where(Diary.name == name)
        return {"entries": session.exec(count).one()}


@app.get("/diary")
def read(name: MemberDep) -> list[str]:
    with Session(engine) as session:
        query = select(Diary.text).where(Diary.name == name).order_by(Diary.id)
        return list(session.exec(query))
