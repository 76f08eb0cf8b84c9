"""A module in which an app keeps things, for another module that uses them."""

from typing import Any

stock: dict[str, int] = {"tea": 3}
sold = 0
orders: list[dict] = []


def sell(name: str) -> int:
    global sold
    stock[name] -= 1
    sold += 1
    return sold


def replace_orders(new: list[Any]) -> None:
    global orders
    orders = new
