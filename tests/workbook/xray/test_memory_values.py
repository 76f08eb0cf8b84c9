"""Objects of the app's own classes are shown by their values, and none of their code runs."""

from dataclasses import dataclass, field
from enum import Enum, IntFlag, StrEnum
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from pydantic import BaseModel

from tests.shared.heroes import HeroBase
from tests.shared.odd_apps import traced
from workbook.xray.observe.memory.copies import copied
from workbook.xray.observe.values import short


class Colour(Enum):
    RED = 1


class Size(StrEnum):
    BIG = "big"


class Right(IntFlag):
    READ = 1
    WRITE = 2


class Point(NamedTuple):
    x: int
    y: int


class Plain:
    def __init__(self, **fields: Any) -> None:
        self.__dict__.update(fields)


class Slots:
    __slots__ = ("_b", "a", "unset")

    def __init__(self) -> None:
        self.a, self._b = 1, {"x": 2}


@dataclass
class Card:
    title: str
    tags: list[str] = field(default_factory=list)
    parent: "Card | None" = None


class Model(BaseModel):
    name: str = "?"
    done: bool = False


class Ours(dict):
    pass


class Text(str):
    pass


class Lively:
    """Whatever is asked of it, it notes."""

    asked: list[str] = []  # noqa: RUF012

    def __init__(self) -> None:
        self.value = 1

    @property
    def shout(self) -> str:
        self.asked.append("property")
        return "!"

    def __getattr__(self, name: str) -> Any:
        self.asked.append(name)
        raise AttributeError(name)

    def _ask(self, *_: Any) -> Any:
        self.asked.append("method")
        return NotImplemented

    __repr__ = __str__ = __eq__ = __hash__ = __bool__ = __len__ = __iter__ = __reduce_ex__ = _ask


def cyclic() -> Card:
    card = Card("a")
    card.parent = card
    return card


VALUES = [
    (Plain(a=1, _b=[2]), "Plain(a=1, _b=[2])"),
    (Plain(), "<Plain>"),
    (Slots(), "Slots(_b={'x': 2}, a=1)"),
    (Card("t", ["x"]), "Card(title='t', tags=['x'], parent=None)"),
    (Point(1, 2), "Point(x=1, y=2)"),
    ([Colour.RED, Size.BIG, Right.READ], "[Colour.RED, Size.BIG, Right.READ]"),
    (Model(name="n"), "Model(name='n')"),
    (HeroBase(name="n"), "HeroBase(name='n')"),
    (Ours(a=1), "Ours({'a': 1})"),
    (Text("t"), "'t'"),
    (UUID(int=1), "UUID('00000000-0000-0000-0000-000000000001')"),
    (cyclic(), "Card(title='a', tags=[], parent=Card(title='a', tags=[], parent=Card("),
    ({1: {2: {3: {4: {5: 6}}}}}, "{1: {2: {3: {4: …}}}}"),
    (10**5000, "<int of 16610 bits>"),
    ((..., "typed", 3), "(Ellipsis, 'typed', 3)"),
]


@pytest.mark.parametrize(("value", "text"), VALUES, ids=[str(i) for i in range(len(VALUES))])
def test_text(value: Any, text: str) -> None:
    assert short(value).startswith(text)
    assert copied(value) == copied(value)


def test_nothing_of_an_object_runs() -> None:
    lively = Lively()
    assert short([lively, {"in": lively}]) == "[Lively(value=1), {'in': Lively(value=1)}]"
    assert copied([lively, (lively,)])
    assert lively.asked == []


def test_a_change_in_an_object_is_one_of_the_variable_that_holds_it() -> None:
    cards = {"a": Card("first"), "b": Card("second", ["x", "y"] * 30)}
    models = [Model(name="n"), Model(name="m" * 100)]

    def endpoint() -> bool:
        cards["b"].tags.remove("x")
        cards["a"].parent = cards["b"]
        models[1].done = True
        first = models[0]
        first.name = "new"
        return first.done

    shown = repr(traced(endpoint))
    assert "memory   cards['b'].tags − 'x'" in shown
    assert "memory   cards['a'].parent: None → Card(title='second', tags=['y', 'x', " in shown
    assert "memory   models[1].done: False → True" in shown
    assert "memory   models[0].name: 'n' → 'new'" in shown
    assert "object   first: Model(name='n') → Model(name='new')" in shown
