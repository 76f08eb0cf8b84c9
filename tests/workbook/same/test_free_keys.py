"""Keys that are values: a mistake in {category: total} is one, whatever the categories."""

import json
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel

from workbook.same.answers.compared import differences
from workbook.same.answers.free_keys import free_keys
from workbook.same.answers.noise import Noise, Tokens

app = FastAPI()


class Part(BaseModel):
    parts: "list[Part]" = []
    totals: dict[str, float] = {}


@app.get("/totals")
def totals() -> dict[str, float]:
    return {}


@app.get("/part")
def part() -> Part:
    return Part()


@app.get("/any")
def anything() -> dict[str, Any]:
    return {}


NOISE = Noise(free=free_keys(app.openapi()))


def kinds(operation: str, old: Any, new: Any, status: int = 200) -> list[str]:
    both: list[dict[str, Any]] = [
        {"status": status, "headers": [], "raised": "", "body": json.dumps(each)}
        for each in (old, new)
    ]
    return [each.kind for each in differences(operation, both[0], both[1], NOISE, Tokens())]


def test_a_key_that_no_schema_names_is_any_key() -> None:
    for name in ("food", "fun"):
        assert kinds("GET /totals", {name: 1.5}, {name: 2.5}) == ["another value at .*"]
        assert kinds("GET /totals", {name: 1.5}, {}) == ["fewer keys at the top"]
        old, new = ({"parts": [{"totals": {name: each}}]} for each in (1.5, 2.5))
        assert kinds("GET /part", old, new) == ["another value at .parts[].totals.*"]


def test_a_name_stays_a_name() -> None:
    assert kinds("GET /part", {"totals": {}}, {}) == ["without totals, at the top"]
    assert kinds("GET /any", {"a": 1}, {"a": 2}) == ["another value at .a"]
    assert kinds("GET /totals", {"detail": "a"}, {"detail": "b"}, 404) == [
        "another value at .detail"
    ]


def test_a_document_that_is_odd_tells_nothing() -> None:
    for odd in (None, [], {"paths": []}, {"paths": {"/a": {"get": {"responses": {"default": 1}}}}}):
        assert free_keys(odd) == {}
