"""The way of a request: its function, the session, the pool and the database, in order."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from fastapi import Depends, FastAPI
from sqlalchemy import Engine, text
from sqlalchemy.pool import StaticPool
from sqlmodel import Session, create_engine, select

from tests.shared.heroes import Team, app_of
from workbook import Server, serve, trace
from workbook.xray.render.way.table import Way

SPIDER = {"name": "Spider-Boy", "age": 14, "team_id": 1}
TAKES = "The session takes a connection from the pool, and sends SQL."
BACK = "The connection goes back to the pool."
STATIONS = ["Request", "Function", "Session", "Pool", "Database"]


@pytest.fixture
def heroes(engine: Engine) -> Iterator[Server]:
    with serve(app_of(engine)) as client:
        yield client


def sentences(way: Way) -> list[str]:
    return [row.sentence for row in way.rows]


def column(way: Way, station: str) -> list[str]:
    return [row.cells[station].text for row in way.rows if station in row.cells]


def test_create_hero(heroes: Server) -> None:
    way = trace(heroes.post, "/heroes/", json=SPIDER).way()
    assert way.stations == STATIONS
    assert sentences(way) == [
        "The request arrives.",
        "get_session() opens a session. It takes no connection yet.",
        "FastAPI calls create_hero().",
        TAKES,
        f"COMMIT is sent: what changed is permanent now. {BACK}",
        f"FastAPI reads the object to build the answer. {TAKES}",
        "The answer is sent.",
        f"The session closes. {BACK}",
    ]
    assert column(way, "Database") == ["BEGIN, INSERT", "COMMIT", "SELECT"]
    counts = [text[-8:] for text in column(way, "Pool")]
    assert [int(text.split()[0]) for text in counts] == [0, 0, 1, 0, 1, 1, 0]
    assert way.rows[3].cells["Function"] == ("session.commit()", True)
    assert "\n      database  BEGIN, INSERT\n" in repr(way)


def test_the_pool_is_what_counts(heroes: Server, engine: Engine) -> None:
    with engine.connect():
        way = trace(heroes.get, "/heroes/").way()
    assert column(way, "Pool")[0] == "1 in use"
    assert column(way, "Pool")[-1] == "has it back: 1 in use"


def test_an_error_passes_through_the_dependency_before_it_is_answered(heroes: Server) -> None:
    way = trace(heroes.get, "/heroes/7").way()
    assert sentences(way)[4:] == [
        "read_hero() raises HTTPException.",
        "HTTPException passes through get_session().",
        f"The session closes. {BACK}",
        "The answer is sent.",
    ]


def test_what_was_not_committed_is_undone(engine: Engine) -> None:
    app = FastAPI()

    @app.post("/")
    def flush_only() -> None:
        with Session(engine) as session:
            session.add(Team(name="Lost"))
            session.flush()

    with serve(app) as client:
        way = trace(client.post, "/").way()
    undone = "ROLLBACK is sent: what was not committed is undone."
    assert sentences(way)[-2:] == [f"{undone} The session closes. {BACK}", "The answer is sent."]


def test_a_session_that_has_nothing_left_closes(heroes: Server) -> None:
    heroes.post("/heroes/", json=SPIDER)
    way = trace(heroes.delete, "/heroes/1").way()
    assert sentences(way)[-2:] == ["The answer is sent.", "The session closes."]


def test_only_what_was_seen_is_said(engine: Engine) -> None:
    app = FastAPI()
    app.get("/nothing")(lambda: "")
    given = engine.connect()

    def get_session() -> Iterator[Session]:
        with Session(given) as session:  # it does not ask the pool: it has been given a connection
            yield session

    @app.get("/given")
    def teams(session: Session = Depends(get_session)) -> int:  # noqa: B008
        return len(session.exec(select(Team)).all())

    with serve(app) as client:
        nothing, no_pool = trace(client.get, "/nothing").way(), trace(client.get, "/given").way()
    given.close()
    assert nothing.stations == ["Request", "Function"]
    assert no_pool.stations == ["Request", "Function", "Session", "Database"]
    assert "pool" not in repr(no_pool)


def test_a_pool_that_does_not_count() -> None:
    options = {"check_same_thread": False}
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args=options)
    app = FastAPI()

    @app.get("/")
    def one() -> int:
        with Session(engine) as session:
            return session.scalar(text("SELECT 1")) or 0

    with serve(app) as client:
        way = trace(client.get, "/").way()
    engine.dispose()
    assert way.stations == ["Request", "Function", "Session", "Database"]
    assert sentences(way)[2:4] == ["one() opens a session.", "SQL is sent."]


def test_the_table_has_heads_and_no_colour_alone(heroes: Server) -> None:
    way = trace(heroes.post, "/heroes/", json=SPIDER).way()
    html = re.sub(r"<((?:br|wbr|col)\b[^>]*)>", r"<\1/>", way._repr_html_())
    root = ElementTree.fromstring(f"<root>{html}</root>")
    heads = ["".join(each.itertext()) for each in root.iter("th")]
    assert [head for head in heads if head.startswith("Path operation function")]
    assert len([each for each in root.iter("th") if each.get("scope") == "row"]) == len(way.rows)
    for row, drawn in zip(way.rows, list(root.iter("tr"))[2:], strict=True):
        bold = {"".join(b.itertext()) for cell in drawn.iter("td") for b in cell.iter("b")}
        assert bold == {cell.text for cell in row.cells.values() if cell.is_new}
