"""Functions in which nothing changed take one line; in a long picture others do, too."""

from collections.abc import Iterator
from typing import Annotated

import pytest
from fastapi import Depends, FastAPI

from workbook import Server, Trace, serve, trace
from workbook.xray.entries import Header, Step
from workbook.xray.render.folding import Folded, Line
from workbook.xray.render.shortening import LONG, view_of

app = FastAPI()
seen: list[str] = []


def is_long(word: str) -> bool:
    if not word:
        raise ValueError("no word")
    return len(word) > 3


def get_limit() -> int:
    return 3


def note(word: str) -> None:
    seen.append(word)


def checked(word: str) -> bool:
    note(word)
    return is_long(word)


def fails(word: str) -> bool:
    if is_long(word):
        raise ValueError(word)
    return False


@app.get("/quiet")
def quiet(limit: Annotated[int, Depends(get_limit)]) -> bool:
    return is_long("x" * limit)


@app.get("/loud")
def loud() -> bool:
    return checked("word")


@app.get("/fails")
def failing() -> bool:
    try:
        return fails("long word")
    except ValueError:
        return False


def share(number: int, parts: int) -> int:
    whole = number // parts
    rest = number % parts
    half = whole // 2
    return half + rest


@app.get("/long")
def long() -> int:
    total = 0
    total += share(1, 1)
    total += share(2, 1)
    total += share(3, 1)
    total += share(4, 1)
    total += share(5, 1)
    total += share(6, 1)
    total += share(7, 1)
    total += share(8, 1)
    total += share(9, 1)
    return total


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serve(app) as client:
        yield client


def folded(picture: Trace) -> dict[str, str]:
    entries = view_of(picture.entries).entries
    inside = [each for entry in entries if isinstance(entry, Line) for each in entry.calls]
    found = [each for each in entries if isinstance(each, Folded)] + inside
    return {each.header.title: each.text for each in found}


def test_nothing_changed(server: Server) -> None:
    picture = trace(server.get, "/quiet")
    assert folded(picture) == {
        "get_limit()": "1 line, nothing changed",
        "is_long(word='xxx')": "2 lines, nothing changed",
    }
    assert "get_limit()   — dependency   → 1 line, nothing changed" in repr(picture).splitlines()
    assert "  is_long(word='xxx')   → 2 lines, nothing changed" in repr(picture).splitlines()


def test_its_lines_can_be_reached(server: Server) -> None:
    picture = trace(server.get, "/quiet")
    lines = [each.source for each in picture.entries if isinstance(each, Step)]
    assert "return len(word) > 3" in lines
    assert "<details><summary>" in picture._repr_html_()
    assert "return len(word) &gt; 3" in picture._repr_html_().replace("<wbr>", "")
    assert "return len(word) > 3" in repr(picture.folded())


def test_what_calls_one_that_changes_something_is_shown(server: Server) -> None:
    picture = trace(server.get, "/loud")
    assert folded(picture) == {"is_long(word='word')": "2 lines, nothing changed"}
    assert "return is_long(word)" in repr(picture)


def test_what_raises_is_shown(server: Server) -> None:
    picture = trace(server.get, "/fails")
    assert list(folded(picture)) == ["is_long(word='long word')"]
    assert "✗        raises: ValueError: long word" in repr(picture)


def test_in_a_long_picture_what_changes_only_its_own_variables(server: Server) -> None:
    picture = trace(server.get, "/long")
    assert set(folded(picture).values()) == {"4 lines, only its own variables changed"}
    assert len(folded(picture)) == 9
    assert (
        len(repr(picture).splitlines())
        < LONG
        < sum(isinstance(e, Step | Header) * 2 for e in picture.entries)
    )


def test_the_endpoint_itself_is_never_folded() -> None:
    still = FastAPI()
    still.get("/")(get_limit)
    with serve(still) as client:
        picture = trace(client.get, "/")
    assert folded(picture) == {}
