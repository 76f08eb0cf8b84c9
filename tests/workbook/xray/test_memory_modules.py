"""A variable of another module, of the app, or of a closure, and one that has two names."""

from typing import Any

from fastapi import FastAPI, Request

from tests.shared import shop
from tests.shared.odd_apps import texts, traced
from tests.shared.shop import orders, stock
from workbook import serve, trace


def test_another_module() -> None:
    def endpoint() -> int:
        shop.stock["milk"] = 1
        stock["tea"] = 9
        return shop.sell("tea")

    assert texts(traced(endpoint), "memory") == [
        "shop.stock: {'tea': 3} → {'tea': 3, 'milk': 1}",
        "shop.stock: {'tea': 3, 'milk': 1} → {'tea': 9, 'milk': 1}",
        "shop.stock: {'tea': 9, 'milk': 1} → {'tea': 8, 'milk': 1}",
        "sold: 0 → 1",
    ]


def test_two_names_of_one_list_part_ways() -> None:
    def endpoint() -> int:
        orders.append({"id": 1})
        shop.replace_orders([])
        return len(orders)

    assert texts(traced(endpoint), "memory") == [
        "orders: [] → [{'id': 1}]",
        "shop.orders: [{'id': 1}] → []",
    ]


def test_the_state_of_the_app() -> None:
    app = FastAPI()
    app.state.todos = {}

    @app.post("/")
    def add(request: Request, text: str) -> int:
        request.app.state.todos[1] = text
        request.app.state.last = text
        return 1

    with serve(app) as client:
        picture = trace(client.post, "/?text=tea")
    assert texts(picture, "memory") == [
        "app.state.todos: {} → {1: 'tea'}",
        "app.state.last: (not defined) → 'tea'",
    ]


def test_a_local_name_for_it() -> None:
    kept: list[Any] = []

    def get_kept() -> list[Any]:
        return kept

    def endpoint() -> int:
        mine = get_kept()
        mine.append(1)
        mine = [*mine, 2]
        return len(mine)

    picture = traced(endpoint)
    assert texts(picture, "memory") == ["kept: [] → [1]"]
    assert texts(picture, "object") == [
        "mine = kept (the same object)",
        "mine = [1, 2]",
    ]
