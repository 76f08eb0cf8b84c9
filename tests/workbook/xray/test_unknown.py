"""What could not be observed is said to be unknown, and never to be unchanged."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI

from workbook import Trace, serve, trace
from workbook.xray.entries import Step
from workbook.xray.observe.sessions import Sessions
from workbook.xray.observe.variables import Variables
from workbook.xray.record.follower import Follower
from workbook.xray.snapshot import DATABASE, MEMORY, OBJECTS, SESSION

shelf: list[str] = []


def endpoint() -> int:
    shelf.clear()
    shelf.append("one")
    number = len(shelf)
    shelf.append("two")
    return number


def steps(picture: Trace) -> dict[str, Step]:
    return {each.source: each for each in picture.entries if isinstance(each, Step)}


def traced() -> Trace:
    app = FastAPI()
    app.get("/")(endpoint)
    with serve(app) as client:
        return trace(client.get, "/")


def fails_at(monkeypatch: pytest.MonkeyPatch, owner: type, name: str, times: set[int]) -> None:
    """Let a method fail the n-th time, for each of these n."""
    function: Callable[..., Any] = getattr(owner, name)
    count = 0

    def sometimes(*arguments: Any, **options: Any) -> Any:
        nonlocal count
        count += 1
        if count in times:
            raise RuntimeError(f"no {name} today")
        return function(*arguments, **options)

    monkeypatch.setattr(owner, name, sometimes)


def test_the_lanes_of_an_observer_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    fails_at(monkeypatch, Variables, "look", {5})  # when the second line has run
    picture = traced()
    found = steps(picture)
    assert found["shelf.clear()"].unknown == ()
    assert found['shelf.append("one")'].unknown == (OBJECTS, MEMORY)
    assert found["number = len(shelf)"].unknown == (OBJECTS, MEMORY)  # or was it the line before?
    assert found['shelf.append("two")'].unknown == ()
    (trouble,) = picture.troubles
    assert trouble == "could not be looked at: objects and memory: RuntimeError: no look today"
    assert "(not known: objects, memory)" in repr(picture)
    assert "not known: objects, memory" in picture._repr_html_()


def test_what_was_seen_before_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    fails_at(monkeypatch, Variables, "look", {5})
    changes = steps(traced())["number = len(shelf)"].phases[0].changes
    (change,) = [each for each in changes if each.lane == MEMORY]
    assert (change.name, change.before.text, change.after.text) == ("shelf", "[]", "['one']")


def test_an_observer_that_never_works(monkeypatch: pytest.MonkeyPatch) -> None:
    fails_at(monkeypatch, Sessions, "look", set(range(1, 100)))
    picture = traced()
    assert {each.unknown for each in steps(picture).values()} == {(OBJECTS, SESSION, DATABASE)}
    assert "memory   shelf: [] → ['one']" in repr(picture)
    assert "(no change)" not in repr(picture)


def test_a_line_that_cannot_be_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    fails_at(monkeypatch, Follower, "line", {2})
    picture = traced()
    found = steps(picture)
    assert 'shelf.append("one")' not in found
    assert MEMORY in found["shelf.clear()"].unknown
    assert picture.troubles == ["a line could not be followed: RuntimeError: no line today"]
    assert found['shelf.append("two")'].unknown == ()
