"""Apps that refuse most of what their document allows: do made-up requests get past that?"""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from fastapi import FastAPI, Query
from pydantic import BaseModel, Field

from workbook.same.requests.earlier import Earlier
from workbook.same.requests.examples import Requests
from workbook.same.requests.limits import numbers_within
from workbook.same.requests.step import MARK, Step, reference
from workbook.same.requests.words import Words, words_in
from workbook.same.search.hunting import drawn, nothing_kept


class Order(BaseModel):
    product_id: int
    quantity: int  # more than none, the code says
    due_date: str
    year: int = Field(ge=2000, lt=2030)


app = FastAPI()


@app.post("/orders")
def create(order: Order) -> Order:
    return order


@app.get("/orders")
def read(
    sort_by: str = "price", product: int | None = None, page: int = Query(1, ge=1)
) -> list[Order]:
    return []


@app.get("/orders/{number}")
def read_one(number: int) -> Order:
    raise NotImplementedError


@app.patch("/orders/{number}")
def change(number: int, order: Order) -> Order:
    return order


@app.delete("/orders/{number}")
def delete(number: int) -> None:
    pass


def made_up(path: str, *methods: str) -> list[Step]:
    """Return the steps of some examples for the operations of a path."""
    document = dict(app.openapi())
    document |= {"paths": {path: {each: document["paths"][path][each] for each in methods}}}
    words = Words(["price"], {"sort_by": ["height", "weight"]})
    examples = Requests(document, words=words).examples()
    with nothing_kept():
        return [step for number in range(20) for step in drawn(examples, number)]


def test_a_body_is_what_an_app_is_likely_to_take() -> None:
    bodies = [step.body for step in made_up("/orders", "post") if isinstance(step.body, dict)]
    known = [each for each in bodies if MARK in str(each.get("product_id"))]
    small = [b for b in bodies if type(b.get("quantity")) is int and 0 < b["quantity"] <= 20]
    dated = [each for each in bodies if str(each.get("due_date")).startswith("2026-")]
    years = [each for each in bodies if each.get("year") in (2000, 2001, 2028, 2029)]
    for each in (known, small, dated, years):
        assert len(each) > len(bodies) / 5, json.dumps(bodies[:9], default=str)
    assert any(each.get("quantity") == 0 for each in bodies)


def test_rows_are_alike_in_all_but_one_value() -> None:
    steps = made_up("/orders", "post")
    pairs = [(one.body, two.body) for one, two in pairwise(steps)]
    both = [(a, b) for a, b in pairs if isinstance(a, dict) and isinstance(b, dict)]
    different = [sum(a[name] != b.get(name) for name in a) for a, b in both if len(a) == len(b)]
    assert different.count(1) > len(steps) / 20


def test_what_was_changed_is_deleted_next() -> None:
    steps = made_up("/orders/{number}", "get", "patch", "delete")
    pairs = [(one, two) for one, two in pairwise(steps) if one.method == "PATCH"]
    assert any(two.method == "DELETE" and two.path == one.path for one, two in pairs)


def test_a_parameter_that_may_be_left_out_is_often_alone() -> None:
    names = [[name for name, _ in step.query] for step in made_up("/orders", "get")]
    assert {tuple(each) for each in names} > {("sort_by",), ("product",), ("page",)}


@pytest.mark.parametrize(
    ("schema", "numbers"),
    [
        ({"exclusiveMinimum": 0, "maximum": 2}, [1, 2]),
        ({"anyOf": [{"minimum": 2000, "exclusiveMaximum": 2031}, {}]}, [2000, 2001, 2029, 2030]),
        ({"maximum": 1e300, "minimum": 99}, [99, 100]),
        ({"minimum": 2, "maximum": 1}, []),
        ({"maximum": "many", "anyOf": [True]}, list(range(21))),
        (True, list(range(21))),
    ],
)
def test_numbers_are_within_the_limits_of_the_document(schema: object, numbers: list[int]) -> None:
    assert sorted(numbers_within(schema)) == numbers


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
    index = earlier.resolved(Step("GET /", {"tag": reference("tag", 0, 3)})).path
    assert index == {"tag": 8}  # "red" would be refused
    assert step.path == {"order_id": 7, "product_id": 8, "tag": "red", "book": None, "which": "RED"}
