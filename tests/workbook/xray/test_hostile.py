"""Whatever the values of an app are: it gives the same answer, and the picture stays whole."""

import io
import math
from collections.abc import Callable
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from pydantic import BaseModel

from workbook import Trace, serve, trace


class Hostile:
    def __getattribute__(self, name: str) -> Any:
        raise RuntimeError(f"hands off {name}")

    def __hash__(self) -> int:
        raise RuntimeError("hash")

    __repr__ = __str__ = __bool__ = __len__ = __iter__ = __eq__ = lambda *_: 1 / 0


class Meta(type):
    @property
    def __name__(cls) -> str:
        raise RuntimeError("name")

    def __getattribute__(cls, name: str) -> Any:
        raise RuntimeError(f"hands off {name}")

    __hash__ = __eq__ = __bool__ = __instancecheck__ = lambda *_: 1 / 0


class Angry(Enum):
    ONE = 1

    def __repr__(self) -> str:
        raise RuntimeError("repr")


class File(io.IOBase):
    @property
    def closed(self) -> bool:
        raise RuntimeError("closed")

    def __del__(self) -> None:
        pass


class DeafError(Exception):
    def __str__(self) -> str:
        raise MuteError


class MuteError(Exception):
    def __str__(self) -> str:
        raise RuntimeError(self)


class Slow(BaseModel):
    name: str

    def __init__(self, name: str) -> None:
        shout = name.upper()
        super().__init__(name=shout)


def cyclic() -> list:
    cycle: list = [{}]
    cycle[0]["self"] = cycle
    return cycle


VALUES: dict[str, Callable[[], Any]] = {
    "hostile": Hostile,
    "enum": lambda: Angry.ONE,
    "file": File,
    "huge int": lambda: 10**5000,
    "huge decimal": lambda: Decimal(10) ** 50_000,
    "huge text": lambda: "x" * 10_000_000,
    "huge dict": lambda: dict.fromkeys(range(500_000)),
    "cyclic": cyclic,
    "surrogate": lambda: "\ud800",
    "nul": lambda: "\0\x1b[2J\u202e",
    "NaN": lambda: [math.nan, math.inf, -0.0],
    "half a model": lambda: Slow.__new__(Slow),
    "path with NUL": lambda: Path("a\0b"),
    "path to a folder": lambda: Path("/"),
    "class": lambda: Hostile,
    "object of a hostile class": lambda: Meta("Made", (), {"__slots__": ("a",)})(),
    "hostile class": lambda: Meta("Made", (), {}),
}


def traced(endpoint: Callable) -> Trace:
    app = FastAPI()
    app.get("/")(endpoint)
    with serve(app) as client:
        plain = client.get("/")
        picture = trace(client.get, "/")
    assert (picture.response.status_code, picture.response.text) == (plain.status_code, plain.text)
    return picture


@pytest.mark.parametrize("make", VALUES.values(), ids=VALUES)
def test_one_odd_value_does_not_hide_the_others(make: Callable[[], Any]) -> None:
    def endpoint() -> str:
        value = make()
        nested = [value, {"in": (value,)}]
        after = 1
        return type(value).__name__ + type(nested).__name__ + str(after)

    picture = traced(endpoint)
    assert "after = 1" in repr(picture)
    assert "object   after = 1" in repr(picture)
    assert len(repr(picture)) < 20_000
    assert picture._repr_html_().encode()


@pytest.mark.parametrize(
    "error", [DeafError, MuteError, lambda: ValueError("\ud800"), lambda: KeyError(())]
)
def test_an_error_that_cannot_be_shown(error: Callable[[], Exception]) -> None:
    def endpoint() -> str:
        try:
            raise error()
        except (DeafError, MuteError, ValueError, KeyError) as caught:
            name = type(caught).__name__
        return name

    picture = traced(endpoint)
    assert "return name" in repr(picture)
    assert "raises" in repr(picture)
    assert picture._repr_html_().encode()


def test_a_model_that_is_being_made_is_no_trouble() -> None:
    def endpoint() -> str:
        return Slow("x").name

    picture = traced(endpoint)
    assert picture.troubles == []
    assert "object   shout = 'X'" in repr(picture)
