"""Of a table with more rows than are read, the rows that changed are shown, and no others."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, delete, insert, text, update
from sqlalchemy.orm import Session

from tests.shared.library import Genre, Loan, fill_many, loose
from tests.shared.pictures import picture_of_change


@pytest.fixture
def engine(library: Engine) -> Engine:
    fill_many(library)
    return library


def rows(engine: Engine, change: Callable[[Session], object]) -> list[str]:
    """Return what is said of rows when a session makes this change, and commits."""
    after = repr(picture_of_change(engine, change)).partition("▶")[2].splitlines()
    return [line.partition("database ")[2] for line in after if " database " in line]


def both(row: str) -> list[str]:
    return [f"{row}   only inside this transaction", f"{row}   for everyone"]


def rename(session: Session) -> None:
    session.get(Genre, 2).name = "changed"


def remove_first(session: Session) -> None:
    session.delete(session.get(Genre, 2))
    session.get(Genre, 2)


CHANGES: dict[str, tuple[Callable[[Session], object], list[str]]] = {
    "patch": (rename, both("genre ~ (id=2, name='changed')")),
    "post": (lambda s: s.add(Genre(name="new")), both("genre + (id=61, name='new')")),
    "delete the last": (
        lambda s: s.delete(s.get(Genre, 60)),
        both("genre − (id=60, name='genre 60')"),
    ),
    "composite key": (
        lambda s: setattr(s.get(Loan, ("reader 003", 3)), "note", "late"),
        both("loan ~ (reader='reader 003', number=3, note='late')"),
    ),
    "by its key": (
        lambda s: s.execute(update(Genre).where(Genre.id == 3).values(name="by key")),
        both("genre ~ (id=3, name='by key')"),
    ),
    "by two keys": (
        lambda s: s.execute(delete(Genre).where(Genre.id.in_([60, 4]))),
        [
            "genre − (id=60, name='genre 60')   only inside this transaction",
            "genre − (id=4, name='genre 4')   only inside this transaction",
            "genre − (id=4, name='genre 4')   for everyone",
            "genre − (id=60, name='genre 60')   for everyone",
        ],
    ),
    "an expression": (
        lambda s: s.execute(update(Genre).where(Genre.id == 5).values(name=Genre.name + "!")),
        [
            "genre ~ (id=5, name=?)   only inside this transaction",
            "genre ~ (id=5, name='genre 5!')   for everyone",
        ],
    ),
    "nobody knows which": (
        lambda s: s.execute(update(Genre).where(Genre.name == "genre 5").values(name="x")),
        ["genre: which other rows changed is not known: only the last 50 are compared"],
    ),
    "by text": (
        lambda s: s.execute(text("UPDATE genre SET name = 'text' WHERE id IN (6, 59)")),
        [
            "genre ~ (id=59, name='text')   for everyone",
            "genre: which other rows changed is not known: only the last 50 are compared",
        ],
    ),
    "the same again": (
        lambda s: s.execute(update(Genre).where(Genre.id == 7).values(name="genre 7")),
        [
            "genre ~ (id=7, name='genre 7')   only inside this transaction",
            "genre: what was only inside the transaction is there for everyone now",
        ],
    ),
}


@pytest.mark.parametrize(("change", "expected"), CHANGES.values(), ids=CHANGES)
def test_only_what_changed(engine: Engine, change: Callable, expected: list[str]) -> None:
    assert rows(engine, change) == expected


def test_what_was_rolled_back_is_gone(engine: Engine) -> None:
    def change(session: Session) -> None:
        rename(session)
        session.flush()
        session.rollback()

    first, *others = rows(engine, change)
    assert first == "genre ~ (id=2, name='changed')   only inside this transaction"
    assert others == ["genre: what was only inside the transaction is gone"]


def test_many_new_rows_do_not_hide_the_old_ones(engine: Engine) -> None:
    def change(session: Session) -> None:
        rename(session)
        session.add_all([Genre(name=f"more {number}") for number in range(200)])
        session.commit()
        session.get(Genre, 2).name = "again"
        session.delete(session.get(Genre, 20))

    said = rows(engine, change)
    assert "genre … 260 rows in all   for everyone" in said
    assert said[-2:] == [
        "genre ~ (id=2, name='again')   for everyone",
        "genre − (id=20, name='genre 20')   for everyone",
    ]


def test_a_table_without_a_key(engine: Engine) -> None:
    new = "loose + (n=5, m=6)"
    said = rows(engine, lambda session: session.execute(insert(loose).values(n=5, m=6)))
    assert said[0] == f"{new}   only inside this transaction"
    if engine.dialect.name == "sqlite":  # it numbers its rows itself
        assert said == both(new)
    else:
        assert said[1] == "loose: what was only inside the transaction is there for everyone now"
