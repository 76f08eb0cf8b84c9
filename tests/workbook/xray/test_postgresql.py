"""The X-ray of apps whose data is in PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.shared.heroes import app_of, engine_in
from tests.shared.odd_apps import words
from workbook import Server, Trace, serve, trace
from workbook.xray.entries import Step

SPIDER = {"name": "Spider-Boy", "age": 14, "team_id": 1}
OPENED = "(the driver opens the transaction now)"


@pytest.fixture
def heroes(postgresql_engine: Engine) -> Iterator[Server]:
    with serve(app_of(postgresql_engine)) as client:
        yield client


def parts(found: Trace) -> list[tuple[str, str, str]]:
    steps = [each for each in found.entries if isinstance(each, Step)]
    return [(s.source, phase.name, phase.sentence) for s in steps for phase in s.phases]


def test_create_hero(heroes: Server) -> None:
    found = trace(heroes.post, "/heroes/", json=SPIDER)
    assert found.response.json() == {"id": 1, **SPIDER}
    assert found.troubles == []
    assert words(found) == ["BEGIN", "INSERT", "COMMIT", "BEGIN", "SELECT", "ROLLBACK"]
    states = ["transient", "pending", "persistent", "expired", "persistent"]
    assert found.states("db_hero") == states
    assert repr(found).count(OPENED) == 2
    row = "hero + (name='Spider-Boy', age=14, team_id=1, id=1)"
    assert f"{row}   only inside this transaction" in repr(found)
    assert f"{row}   for everyone" in repr(found)
    assert "transaction open, changes not committed" in repr(found)
    assert "transaction open, only read so far (according to its SQL)" in repr(found)


def test_to_end_what_only_read_undoes_nothing(heroes: Server) -> None:
    found = trace(heroes.get, "/heroes/1")
    assert words(found) == ["BEGIN", "SELECT", "ROLLBACK"]
    assert "ROLLBACK   (nothing to undo, according to its SQL)" in repr(found)
    assert "Everything since BEGIN is undone" not in repr(found)


def test_update_and_delete_hero(heroes: Server) -> None:
    heroes.post("/heroes/", json=SPIDER)
    found = trace(heroes.patch, "/heroes/1", json={"age": 15})
    assert words(found)[:4] == ["BEGIN", "SELECT", "UPDATE", "COMMIT"]
    assert "{'age': 15, 'hero_id': 1}" in repr(found)
    assert "hero ~ (name='Spider-Boy', age=15, team_id=1, id=1)   for everyone" in repr(found)
    found = trace(heroes.delete, "/heroes/1")
    assert words(found) == ["BEGIN", "SELECT", "DELETE", "COMMIT"]
    assert found.states("hero") == ["persistent", "deleted", "detached"]
    assert "hero − (name='Spider-Boy'" in repr(found)


def test_a_hero_of_no_team_is_refused(heroes: Server) -> None:
    found = trace(heroes.post, "/heroes/", json={**SPIDER, "team_id": 9})
    assert type(found.error).__name__ == "IntegrityError"
    assert words(found) == ["BEGIN", "INSERT", "ROLLBACK"]
    assert [name for _, name, _ in parts(found) if name][:2] == ["flush fails", "rollback"]
    assert '✗ insert or update on table "hero" violates foreign key' in repr(found)
    assert "(nothing to undo" not in repr(found)
    assert "for everyone" not in repr(found)


def test_the_lines_do_the_same_as_on_sqlite(heroes: Server, tmp_path: Path) -> None:
    here = engine_in(tmp_path)
    with serve(app_of(here)) as on_sqlite:
        for method, path, options in (
            ("post", "/heroes/", {"json": SPIDER}),
            ("patch", "/heroes/1", {"json": {"name": "Rusty"}}),
            ("delete", "/heroes/1", {}),
            ("get", "/heroes/1", {}),
            ("post", "/heroes/", {"json": {**SPIDER, "team_id": 9}}),
        ):
            founds = [trace(getattr(c, method), path, **options) for c in (heroes, on_sqlite)]
            assert parts(founds[0]) == parts(founds[1])
    here.dispose()


def test_the_expense_tracker(empty_postgresql: str, expense: dict) -> None:
    with serve("after_session", database_url=empty_postgresql) as after:
        found = trace(after.post, "/expenses", json=expense)
        assert words(found) == ["BEGIN", "INSERT", "COMMIT", "BEGIN", "SELECT", "ROLLBACK"]
        assert "expense + (id=1, description='Lunch', amount=12.5" in repr(found)
        found = trace(after.patch, "/expenses/1", json={"amount": 5})
        assert "expense ~ (id=1, description='Lunch', amount=5.0" in repr(found)
        assert trace(after.delete, "/expenses/1").states("db_expense")[-1] == "detached"
