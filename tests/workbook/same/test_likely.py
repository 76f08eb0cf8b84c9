"""Apps that refuse most of what their document allows: do made-up requests get past that?"""

import json
from pathlib import Path

from fastapi import FastAPI
from pydantic import BaseModel

from workbook.same.requests.earlier import Earlier
from workbook.same.requests.examples import Requests
from workbook.same.requests.step import MARK, Step, reference
from workbook.same.requests.words import Words, words_in
from workbook.same.search.hunting import drawn, nothing_kept


class Order(BaseModel):
    product_id: int
    quantity: int  # more than none, the code says
    due_date: str


app = FastAPI()


@app.post("/orders")
def create(order: Order) -> Order:
    return order


@app.get("/orders")
def read(sort_by: str = "price", product: int | None = None) -> list[Order]:
    return []


def made_up(path: str, method: str) -> list[Step]:
    """Return the steps of some examples for one of the operations."""
    document = dict(app.openapi())
    document |= {"paths": {path: {method: document["paths"][path][method]}}}
    words = Words(["price"], {"sort_by": ["height", "weight"]})
    examples = Requests(document, words=words).examples()
    with nothing_kept():
        return [step for number in range(20) for step in drawn(examples, number)]


def test_a_body_is_what_an_app_is_likely_to_take() -> None:
    bodies = [step.body for step in made_up("/orders", "post") if isinstance(step.body, dict)]
    known = [each for each in bodies if MARK in str(each.get("product_id"))]
    small = [b for b in bodies if type(b.get("quantity")) is int and 0 < b["quantity"] <= 20]
    dated = [each for each in bodies if str(each.get("due_date")).startswith("2026-")]
    for each in (known, small, dated):
        assert len(each) > len(bodies) / 5, json.dumps(bodies[:9], default=str)


def test_a_query_takes_words_of_the_source_and_earlier_values() -> None:
    query = [pair for step in made_up("/orders", "get") for pair in step.query]
    assert {("sort_by", "height"), ("sort_by", "weight")} & {
        (name, str(value)) for name, value in query
    }
    assert any(name == "product" and MARK in str(value) for name, value in query)


def test_words_are_texts_that_can_be_a_value(tmp_path: Path) -> None:
    source = '"""All of it."""\nif order == "desc" or it["kind"] in ("a", "b"): get("/sort")\n'
    source += 'KINDS = ["c", "d"]\nassert kind in KINDS\n'
    (tmp_path / "app.py").write_text(source, "utf-8-sig")
    (tmp_path / "broken.py").write_text("if", "utf-8")
    words = words_in([tmp_path / "app.py", tmp_path / "broken.py"])
    assert sorted(words.any) == ["a", "b", "c", "d", "desc", "kind"]
    assert {n: sorted(w) for n, w in words.named.items()} == {
        "order": ["desc"],
        "kind": ["a", "b", "c", "d"],
    }


def test_an_id_is_one_that_the_app_has_for_such_a_row() -> None:
    earlier = Earlier()
    for operation, path, status, answer in [
        ("POST /orders", {}, 201, {"id": 7, "tags": ["red"]}),
        ("POST /products", {}, 201, {"id": 8}),
        ("GET /orders/{order_id}", {"order_id": 9}, 404, {"detail": "no such order"}),
    ]:
        earlier.note_request(Step(operation, path))
        earlier.note_answer(status, [], json.dumps(answer))
    asked = {name: reference(name, 0, None) for name in ("order_id", "product_id", "tag", "book")}
    asked |= {"which": reference("which", 0, "x", swapped=True)}
    step = earlier.resolved(Step("GET /", asked))
    assert step.path == {"order_id": 7, "product_id": 8, "tag": "red", "book": None, "which": "RED"}
