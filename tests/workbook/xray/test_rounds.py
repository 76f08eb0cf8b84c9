"""What runs over and over is counted, costs little, and hides nothing that comes after it."""

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

from tests.shared.pictures import notes, picture_of
from workbook.xray.entries import Step
from workbook.xray.record.log import Log
from workbook.xray.record.recorder import Recorder

app = FastAPI()
MANY = 20_000


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often somebody looks, and how often an event is more than counted."""
    counted: Counter[str] = Counter()

    def count(owner: type, name: str) -> None:
        function = getattr(owner, name)

        def counting(*arguments: Any, **options: Any) -> Any:
            counted[name] += 1
            return function(*arguments, **options)

        monkeypatch.setattr(owner, name, counting)

    count(Log, "_look")
    count(Recorder, "_told_of")
    return counted


def halves(number: int) -> Iterator[int]:
    for each in range(number):
        half = each // 2
        yield half
    ended = "all given"
    print(ended, end="")


@app.get("/generator")
def with_generator() -> int:
    total = 0
    for half in halves(MANY):
        total += half
    return total


@app.get("/stream")
def streamed() -> StreamingResponse:
    return StreamingResponse(map(str, halves(1_000)))


async def drops(number: int) -> AsyncIterator[str]:
    for each in range(number):
        drop = f"{each} "
        yield drop
    ended = "dry"
    yield ended


@app.get("/async-stream")
async def dripping() -> StreamingResponse:
    return StreamingResponse(drops(200))


@app.get("/loop")
def loop() -> int:
    found = 0
    for each in range(MANY):
        if each % 2:
            found += 1
    last = found
    return last + 0


@app.get("/caught")
def caught() -> int:
    missing, empty = 0, dict[int, int]()
    for each in range(500):
        try:
            empty[each] += 1
        except KeyError:
            missing += 1
    return missing


@pytest.mark.parametrize("path", ["/generator", "/stream", "/async-stream", "/loop", "/caught"])
def test_rounds_are_counted_and_nobody_looks(path: str, counts: Counter[str]) -> None:
    picture = picture_of(app, path)
    assert counts["_look"] < 60
    assert len(picture.entries) < 60
    assert [note for note in notes(picture) if note.endswith("more times")]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("/generator", "ended = 'all given'"),
        ("/stream", "ended = 'all given'"),
        ("/async-stream", "ended = 'dry'"),
        ("/loop", "last = 10000"),
        ("/generator", "return total"),
    ],
)
def test_the_line_after_is_seen_again(path: str, line: str) -> None:
    assert line in repr(picture_of(app, path))


def test_the_number_of_rounds_is_right() -> None:
    steps = [
        e
        for e in picture_of(app, "/loop").entries
        if isinstance(e, Step) and e.source.startswith("for")
    ]
    told = [each.note.split()[0].replace(",", "") if each.note else "1" for each in steps]
    assert sum(1 if each == "once" else int(each) for each in told) == MANY + 1  # the last one ends


@pytest.mark.parametrize("path", ["/loop", "/generator"])
def test_most_events_are_only_counted(path: str, counts: Counter[str]) -> None:
    picture_of(app, path)
    assert counts["_told_of"] < {"/loop": 60, "/generator": MANY + 100}[path]


def test_errors_that_are_caught_in_each_round_are_counted(counts: Counter[str]) -> None:
    picture = picture_of(app, "/caught")
    assert len([e for e in picture.entries if isinstance(e, Step) and e.error]) == 3
