"""What a trace costs, in what can be counted; benchmarks/xray_cost.py measures its time."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from tests.shared.heroes import Hero, app_of, engine_in
from workbook import Trace, serve, trace
from workbook.many_expenses import store
from workbook.xray.observe import values
from workbook.xray.record.log import Log
from workbook.xray.record.recorder import Recorder

LUNCH = {"description": "Lunch", "amount": 12.5, "category": "food", "date": "2026-11-23"}
PACKAGES = ["before_dict_json", "after_session"]
REQUESTS = [
    ("POST", "/expenses", LUNCH),
    ("GET", "/expenses", None),
    ("GET", "/expenses/1", None),
    ("PATCH", "/expenses/1", {"amount": 3}),
    ("DELETE", "/expenses/1", None),
    ("GET", "/summary", None),
]
LONG = ["PATCH /heroes/", "GET /heroes/", "GET /teams/1/heroes", "POST /heroes/many?number={}"]
FEW, MANY = 100, 1_000
SIZE = 60_000  # bytes of HTML


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """What is done for a trace: events of the tracer, looks at what is there, texts of values."""
    counted: Counter[str] = Counter()

    def count(owner: Any, name: str, what: str) -> None:
        function = getattr(owner, name)
        # A function with a name would be followed, as one of the app.
        monkeypatch.setattr(
            owner, name, lambda *a, **o: (counted.update([what]), function(*a, **o))[1]
        )

    count(Recorder, "trace", "events")
    count(Log, "_look", "looks")
    count(values, "_text", "texts")
    return counted


def costs(counts: Counter[str], send: Callable[..., Any], *arguments: Any, **options: Any) -> dict:
    counts.clear()
    picture = trace(send, *arguments, **options)
    assert_small(picture)
    return dict(counts)


def assert_small(picture: Trace) -> None:
    assert picture.troubles == []
    assert len(picture._repr_html_().encode()) < SIZE
    assert max(map(len, repr(picture).splitlines())) < 5_000
    assert len(picture.entries) < 60


@pytest.mark.parametrize("package", PACKAGES)
def test_a_small_request(package: str, counts: Counter[str]) -> None:
    with serve(package) as server:
        for _ in range(3):
            server.post("/expenses", json=LUNCH)
        for method, path, body in REQUESTS:
            cost = costs(counts, server.request, method, path, json=body)
            assert cost["looks"] < 30, (method, path)
            assert cost["events"] < 900, (method, path)
            assert cost["texts"] < 2_500, (method, path)


def grows_at_most_with_the_number(few: dict, many: dict) -> None:
    """Ten times as many rows: as many looks, and ten times as much to look at."""
    assert many["looks"] <= few["looks"] + 3
    for what in ("events", "texts"):
        assert many[what] <= few[what] * 1.1 * MANY / FEW, what


def with_heroes(folder: Path, number: int, counts: Counter[str]) -> list[dict]:
    folder.mkdir()
    engine = engine_in(folder)
    with Session(engine) as session:
        session.add_all([Hero(name=f"hero {n}", team_id=1) for n in range(number)])
        session.commit()
    with serve(app_of(engine)) as server:
        requests = [request.format(number).split() for request in LONG]
        counted = [costs(counts, server.request, method, path) for method, path in requests]
    engine.dispose()
    return counted


def test_a_thousand_objects(tmp_path: Path, counts: Counter[str]) -> None:
    by_number = [with_heroes(tmp_path / str(number), number, counts) for number in (FEW, MANY)]
    for few, many in zip(*by_number, strict=True):
        grows_at_most_with_the_number(few, many)


@pytest.mark.parametrize("package", PACKAGES)
def test_a_thousand_expenses(package: str, counts: Counter[str]) -> None:
    by_number = []
    for number in (FEW, MANY):
        with serve(package) as server:
            store(server, number)
            assert len(server.get("/expenses").json()) == number
            by_number.append([costs(counts, server.get, p) for p in ("/expenses", "/summary")])
    for few, many in zip(*by_number, strict=True):
        grows_at_most_with_the_number(few, many)
