"""Goods and orders: a list in memory, foreign keys, and a stock that an order takes from."""

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, Field

app = FastAPI()
goods: list[dict] = []
orders: list[dict] = []


class Good(BaseModel):
    name: str = Field(max_length=20)
    stock: int = Field(ge=0, le=100)


class Order(BaseModel):
    good_id: int
    count: int = Field(ge=1, le=100)


@app.post("/goods", status_code=201)
def add_good(good: Good) -> dict:
    if any(each["name"] == good.name for each in goods):
        raise HTTPException(409, "there is one of this name")
    goods.append({"id": len(goods) + 1, **good.model_dump()})
    return goods[-1]


@app.get("/goods/{good_id}")
def get_good(good_id: int) -> dict:
    for each in goods:
        if each["id"] == good_id:
            return each
    raise HTTPException(404)


@app.post("/orders", status_code=201)
def add_order(order: Order) -> dict:
    good = get_good(order.good_id)
    if good["stock"] < order.count:
        raise HTTPException(409, "not enough")
    good["stock"] -= order.count
    orders.append({"id": len(orders) + 1, **order.model_dump()})
    return orders[-1]


@app.get("/orders")
def all_orders() -> list[dict]:
    return orders
