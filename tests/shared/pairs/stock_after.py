"""Goods and orders in two tables, and a stock that an order takes from."""

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, Field
from sqlmodel import Field as Column
from sqlmodel import Session, SQLModel, create_engine, select

app = FastAPI()
engine = create_engine("sqlite:///stock.db")


class Good(BaseModel):
    name: str = Field(max_length=20)
    stock: int = Field(ge=0, le=100)


class Order(BaseModel):
    good_id: int
    count: int = Field(ge=1, le=100)


class GoodRow(SQLModel, table=True):
    id: int | None = Column(default=None, primary_key=True)
    name: str
    stock: int


class OrderRow(SQLModel, table=True):
    id: int | None = Column(default=None, primary_key=True)
    good_id: int
    count: int


SQLModel.metadata.create_all(engine)


def as_dict(row: SQLModel, *names: str) -> dict:
    return {name: getattr(row, name) for name in names}


def found(session: Session, good_id: int) -> GoodRow:
    row = session.get(GoodRow, good_id) if abs(good_id) < 2**63 else None
    if row is None:
        raise HTTPException(404)
    return row


@app.post("/goods", status_code=201)
def add_good(good: Good) -> dict:
    with Session(engine) as session:
        if session.exec(select(GoodRow).where(GoodRow.name == good.name)).first():
            raise HTTPException(409, "there is one of this name")
        row = GoodRow(**good.model_dump())
        session.add(row)
        session.commit()
        return as_dict(row, "id", "name", "stock")


@app.get("/goods/{good_id}")
def get_good(good_id: int) -> dict:
    with Session(engine) as session:
        return as_dict(found(session, good_id), "id", "name", "stock")


@app.post("/orders", status_code=201)
def add_order(order: Order) -> dict:
    with Session(engine) as session:
        good = found(session, order.good_id)
        if good.stock < order.count:
            raise HTTPException(409, "not enough")
        good.stock -= order.count
        row = OrderRow(**order.model_dump())
        session.add(row)
        session.commit()
        return as_dict(row, "id", "good_id", "count")


@app.get("/orders")
def all_orders() -> list[dict]:
    with Session(engine) as session:
        rows = session.exec(select(OrderRow).order_by(OrderRow.id))
        return [as_dict(each, "id", "good_id", "count") for each in rows]
