"""SQL that an app sends by sqlite3 itself is shown, and that which SQLAlchemy sends only once."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session

from tests.shared.odd_apps import Base, Link, traced
from workbook.xray.observe.outside.sql_text import shown


@pytest.fixture
def file(tmp_path: Path) -> Path:
    with closing(sqlite3.connect(tmp_path / "notes.db")) as connection:
        connection.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)")
    return tmp_path / "notes.db"


def test_a_connection_of_the_request(file: Path) -> None:
    def endpoint() -> list:
        connection = sqlite3.connect(file)
        connection.execute("INSERT INTO note (text) VALUES (?)", ["tea"])
        connection.commit()
        rows = connection.execute("SELECT text FROM note").fetchall()
        connection.close()
        return rows

    picture = traced(endpoint)
    assert picture.response.json() == [["tea"]]
    assert picture.sql() == [
        "BEGIN",
        "INSERT INTO note (text) VALUES ('tea')",
        "COMMIT",
        "SELECT text FROM note",
    ]
    assert picture.troubles == []
    assert "Now it is permanent" in repr(picture)
    assert "inside a transaction" in repr(picture)


def test_one_that_was_open_before(file: Path) -> None:
    kept = sqlite3.connect(file, check_same_thread=False, isolation_level=None)

    def endpoint() -> int:
        kept.execute("DELETE FROM note")
        return 1

    picture = traced(endpoint)
    assert picture.sql() == ["DELETE FROM note"]
    assert "outside a transaction" in repr(picture)
    plain = endpoint()
    kept.close()
    assert plain == 1


def test_one_of_another_thread_is_said(file: Path) -> None:
    kept = sqlite3.connect(file)

    def endpoint() -> bool:
        return kept is None

    picture = traced(endpoint)
    kept.close()
    assert picture.troubles == ["sqlite3 is used here: what it stores is not seen"]


def test_a_connection_of_sqlalchemy_is_left_to_it(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/odd.db")

    @event.listens_for(engine, "connect")
    def prepare(driver: sqlite3.Connection, _: object) -> None:
        cursor = driver.cursor()
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    def endpoint() -> int:
        Base.metadata.create_all(engine)
        with Session(engine) as session:
            raw = session.connection().connection.dbapi_connection
            session.add(Link(left=1, right=2))
            session.commit()
        return int(raw is None)

    picture = traced(endpoint)
    engine.dispose()
    assert sum("INSERT" in each for each in picture.sql()) == 1
    assert picture.troubles == []


STATEMENTS = [
    (
        "INSERT INTO user (name, password, age)\n"
        " VALUES ('ann', 'hun''ter2', 3), ('b', 'swordfish', 4)",
        ["hun", "ter2", "swordfish"],
        ["'ann'", "3)", "'b'", "4)"],
    ),
    ("UPDATE user SET token = 'abc', name = 'ann' WHERE id = 1", ["abc"], ["'ann'", "id = 1"]),
    ("SELECT * FROM user WHERE \"password\" = 'x1y2z3' AND name LIKE 'a%'", ["x1y2z3"], ["'a%'"]),
    ("INSERT INTO t VALUES (datetime('now'), (SELECT max(a, b) FROM t))", [], ["max(a, b)"]),
    ("SELECT 'it''s', \"quoted\"", [], ["'it''s'"]),
]


@pytest.mark.parametrize(("sql", "hidden", "kept"), STATEMENTS)
def test_secrets_in_sql(sql: str, hidden: list[str], kept: list[str]) -> None:
    text = shown(sql)
    assert [each for each in hidden if each in text] == []
    assert [each for each in kept if each not in text] == []
    assert text.count("‹secret") == len(hidden) - (hidden[:2] == ["hun", "ter2"])
