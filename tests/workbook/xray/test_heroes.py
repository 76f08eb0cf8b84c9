"""An app of somebody else: its objects, its session, its tables, its SQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shared.heroes import app_of, engine_in
from tests.shared.odd_apps import words
from workbook import Server, Trace, serve, trace
from workbook.xray.entries import Answer, Step, Work
from workbook.xray.snapshot import DATABASE, OBJECTS, SESSION

SPIDER = {"name": "Spider-Boy", "age": 14, "team_id": 1}


@pytest.fixture
def heroes(tmp_path: Path) -> Iterator[Server]:
    engine = engine_in(tmp_path)
    with serve(app_of(engine)) as client:
        yield client
    engine.dispose()


def lanes(picture: Trace) -> set[str]:
    phases = [p for e in picture.entries if isinstance(e, Step) for p in e.phases]
    return {c.lane for p in phases for c in p.changes}


def test_create_hero(heroes: Server) -> None:
    picture = trace(heroes.post, "/heroes/", json=SPIDER)
    assert picture.response.json() == {"id": 1, **SPIDER}
    assert picture.troubles == []
    assert words(picture) == ["BEGIN", "INSERT", "COMMIT", "SELECT"]
    states = ["transient", "pending", "persistent", "expired", "persistent"]
    assert picture.states("db_hero") == states
    assert lanes(picture) == {OBJECTS, SESSION, DATABASE}
    row = "(name='Spider-Boy', age=14, team_id=1, id=1)"
    assert f"hero + {row}   for everyone" in repr(picture)
    assert "FastAPI reads the object to build the response" in repr(picture)
    assert [stage.state for stage in picture.life("db_hero").stages] == states
    assert picture.life("db_hero").stages[2].line == "session.commit(): flush"


def test_read_hero_with_its_team(heroes: Server) -> None:
    heroes.post("/heroes/", json=SPIDER)
    picture = trace(heroes.get, "/heroes/1")
    assert picture.response.json()["team"] == {"name": "Preventers"}
    assert words(picture) == ["SELECT", "SELECT"]
    assert picture.states("hero") == ["persistent"]
    lines = [e for e in picture.entries if isinstance(e, Step | Answer)]
    (between,) = (e for e in lines if isinstance(e, Step) and e.by == Work.BUILDS)
    assert any("FROM team" in s.text for phase in between.phases for s in phase.sql)
    assert picture.states("Team·1") == ["persistent"]


def test_update_hero(heroes: Server) -> None:
    heroes.post("/heroes/", json=SPIDER)
    picture = trace(heroes.patch, "/heroes/1", json={"age": 15})
    assert words(picture) == ["SELECT", "BEGIN", "UPDATE", "COMMIT", "SELECT"]
    assert picture.states("db_hero") == ["persistent", "expired", "persistent"]
    assert "age: 14 → 15" in repr(picture)
    assert "hero ~ (name='Spider-Boy', age=15" in repr(picture)


def test_delete_hero(heroes: Server) -> None:
    heroes.post("/heroes/", json=SPIDER)
    picture = trace(heroes.delete, "/heroes/1")
    assert picture.states("hero") == ["persistent", "deleted", "detached"]
    assert words(picture)[-3:] == ["BEGIN", "DELETE", "COMMIT"]
    assert "hero − (name='Spider-Boy'" in repr(picture)
    with pytest.raises(KeyError, match="no object 'nobody' was seen, only hero"):
        picture.states("nobody")


def test_a_hero_of_no_team_is_refused(heroes: Server) -> None:
    picture = trace(heroes.post, "/heroes/", json={**SPIDER, "team_id": 9})
    assert (picture.response.status_code, type(picture.error).__name__) == (500, "IntegrityError")
    names = [p.name for e in picture.entries if isinstance(e, Step) for p in e.phases if p.name]
    assert names[:2] == ["flush fails", "rollback"]
    assert "engine = <Engine>" not in repr(picture)
    assert repr(picture).count("The function pauses here") == 1
    assert "raises: IntegrityError" in repr(picture)
    assert "FOREIGN KEY constraint failed" in repr(picture)
    assert heroes.get("/heroes/").json() == []


def test_the_members_of_a_team(heroes: Server) -> None:
    for number in range(3):
        heroes.post("/heroes/", json={**SPIDER, "name": f"hero {number}"})
    picture = trace(heroes.get, "/teams/1/heroes")
    assert len(picture.response.json()) == 3
    assert picture.troubles == []
    assert "heroes=[Hero·1, Hero·2, Hero·3]" in repr(picture)


def test_two_heroes_of_the_same_name_are_two_rows(heroes: Server) -> None:
    heroes.post("/heroes/", json=SPIDER)
    picture = trace(heroes.post, "/heroes/", json={**SPIDER, "age": 99})
    assert "hero + (name='Spider-Boy', age=99, team_id=1, id=2)   for everyone" in repr(picture)
    heroes.delete("/heroes/1")
    renamed = trace(heroes.patch, "/heroes/2", json={"name": "Rusty"})
    assert "hero ~ (name='Rusty', age=99, team_id=1, id=2)   for everyone" in repr(renamed)
    assert "hero −" not in repr(renamed)
