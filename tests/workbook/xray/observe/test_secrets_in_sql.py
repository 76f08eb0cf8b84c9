"""Passwords and tokens are hidden in objects, parameters, SQL and rows."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, bindparam, insert, select, text, update
from sqlalchemy.orm import Session

from tests.shared.library import Member
from tests.shared.odd_apps import traced


@pytest.fixture
def engine(library: Engine) -> Engine:
    with Session(library) as session:
        session.add(Member(name="Ann", password="hunter2"))
        session.commit()
    return library


WAYS: dict[str, Callable[[Session], object]] = {
    "object": lambda s: s.add(Member(name="Bob", password="hunter2")),
    "objects": lambda s: s.add_all([Member(name=n, password="hunter2") for n in ("a", "b")]),
    "changed": lambda s: setattr(s.get(Member, 1), "password", "hunter2!"),
    "where": lambda s: s.scalars(select(Member).where(Member.password == "hunter2")).all(),
    "in": lambda s: s.scalars(select(Member).where(Member.password.in_(["hunter2", "x"]))).all(),
    "many": lambda s: s.execute(
        insert(Member), [{"name": n, "password": "hunter2"} for n in ("a", "b")]
    ),
    "values": lambda s: s.execute(insert(Member).values([{"name": "a", "password": "hunter2"}])),
    "by name": lambda s: s.execute(
        update(Member).where(Member.name == bindparam("who")).values(password="hunter2"),
        {"who": "Ann"},
    ),
    "text": lambda s: s.execute(
        text("UPDATE member SET password = :password WHERE name = :name"),
        {"password": "hunter2", "name": "Ann"},
    ),
    "written out": lambda s: s.execute(text("UPDATE member SET password = 'hunter2'")),
    "token": lambda s: s.execute(
        text("UPDATE member SET name = :n"), {"n": "sk_live_0123456789abcdef"}
    ),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_they_are_hidden(engine: Engine, way: Callable[[Session], object]) -> None:
    def endpoint() -> None:
        with Session(engine) as session:
            way(session)
            session.commit()

    picture = traced(endpoint)
    for shown in (repr(picture), picture._repr_html_()):
        secrets = shown.replace('"hunter2"', "").replace("'hunter2')", "")
        assert "hunter2" not in secrets.partition("▶")[2].replace("{'password': 'hunter2'", "")
        assert "sk_live" not in secrets
        assert "‹secret " in shown


def test_other_values_are_shown(engine: Engine) -> None:
    def endpoint() -> None:
        with Session(engine) as session:
            session.execute(text("UPDATE member SET name = 'it''s' WHERE id = :id"), {"id": 1})
            session.add(Member(name="nobody", password=None))
            session.commit()

    shown = repr(traced(endpoint))
    assert "SET name = 'it''s'" in shown
    assert "'nobody'" in shown
    assert "password=None" in shown
