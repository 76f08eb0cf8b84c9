"""Of a long value what differs is shown, wherever in it that is, and whatever its size."""

import re
from typing import Any

import pytest

from tests.shared.odd_apps import traced
from workbook.xray.observe.memory import copies
from workbook.xray.observe.memory.copies import copied, value_of
from workbook.xray.observe.memory.differences import differences
from workbook.xray.observe.memory.sighting import sighted
from workbook.xray.render.parts_as_text import part_as_text

MANY = {f"P{i:03}": {"name": f"person {i}", "tags": ["x"] * 9} for i in range(60)}


def what_differs(old: Any, new: Any) -> list[str]:
    both = [value_of(copied(each)) for each in (old, new)]
    return [part_as_text(part) for part in differences("v", *both)]


CASES = [
    (MANY, {**MANY, "P999": {"name": "new"}}, ["v + 'P999': {'name': 'new'}"]),
    ({1: "a", 3: "b"}, {1: "a"}, ["v − 3"]),
    ({1: {"a": [1, 2]}}, {1: {"a": [1, 5]}}, ["v[1]['a'][1]: 2 → 5"]),
    ([1, 2, 3], [1, 3], ["v − 2"]),
    ([{"a": 1}], [{"a": 1}, {"b": 2}], ["v + {'b': 2}"]),
    ([1, 2, 3], [9, 2, 8], ["v[0]: 1 → 9", "v[2]: 3 → 8"]),
    ({"x", "y"}, {"y", "z"}, ["v − 'x'", "v + 'z'"]),
    ({"a": 1}, {"a": True}, ["v['a']: 1 → True"]),
    ({"a": 1, "b": 2}, {"b": 2, "a": 1}, ["v: in another order"]),
    ({"a": [1]}, {"a": (1,)}, ["v['a']: [1] → (1,)"]),
    ("a" * 200 + "1" + "b" * 200, "a" * 200 + "2" + "b" * 200, None),
    ({"1": 0}, {1: 0}, ["v + 1: 0", "v − '1'"]),
]


@pytest.mark.parametrize(("old", "new", "texts"), CASES, ids=[str(i) for i in range(len(CASES))])
def test_what_differs(old: Any, new: Any, texts: list[str] | None) -> None:
    found = what_differs(old, new)
    a, b = "a" * 20, "b" * 20
    assert found == (texts or [f"v: '…{a}1{b}…' → '…{a}2{b}…'"])


def test_of_many_differences_the_first_are_shown_and_all_are_counted() -> None:
    found = what_differs(dict.fromkeys(range(100)), dict.fromkeys(range(100), 1))
    assert found[7:] == ["v[7]: None → 1", "v: … and 92 more"]


def test_two_texts_beside_an_arrow_are_never_equal() -> None:
    people = {f"P{i:03}": {"city": "x" * 300, "age": i} for i in range(40)}

    def endpoint() -> str:
        people["P030"]["age"] = 99
        people["P031"]["city"] = "x" * 299 + "y"
        name = "n" * 500
        name = name[:-1] + "m"
        return name[:1]

    picture = traced(endpoint)
    shown = repr(picture)
    assert "people['P030']['age']: 30 → 99" in shown
    arrows = re.findall(r": (.*) → (.*)", shown)
    assert len(arrows) == 3
    assert all(old != new for old, new in arrows)
    assert max(map(len, shown.splitlines())) < 250
    assert "people[<wbr>&#x27;P030&#x27;][<wbr>&#x27;age&#x27;]:" in picture._repr_html_()


@pytest.mark.parametrize("number", [2_500, 100_000])
def test_a_large_dict_is_compared_as_a_whole(number: int) -> None:
    big = {n: {"id": n, "text": f"text {n}", "done": False} for n in range(number)}

    def endpoint() -> int:
        big[number - 1]["done"] = True
        del big[number // 2]
        return len(big)

    shown = repr(traced(endpoint))
    assert f"memory   big[{number - 1}]['done']: False → True" in shown
    assert f"memory   big − {number // 2}" in shown


def test_what_is_too_large_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "ENTRIES", 10_000)
    big = dict.fromkeys(range(10_001))

    def endpoint() -> int:
        big[0] = 1
        big[-1] = 1
        return 0

    shown = repr(traced(endpoint))
    assert "(too large to be compared: 10,001 entries)" in shown.partition("▶")[0]
    assert "memory   big: 10,001 → 10,002 entries, too large to be compared" in shown


def test_what_has_not_changed_is_not_looked_at_again() -> None:
    value = [object(), {"a": [1, 2, 3]}]
    first = sighted("v", value, None)
    assert sighted("v", value, first) is first
    value[1]["a"].append(4)
    assert sighted("v", value, first).state != first.state


def test_a_copy_does_not_depend_on_who_else_refers_to_a_value() -> None:
    text = "".join(["a", "b"])
    value = [text, [text], {"x": {3, 1, 2}}]
    first = copied(value)
    held = [text, value[1]]
    assert copied(value) == first
    assert len(held) == 2
