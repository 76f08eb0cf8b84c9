"""What is said of a flush: who asked for it, and why it fails."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, ForeignKey, create_engine, event, insert, select, update
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from tests.shared.library import Book, Genre, library_in
from tests.shared.odd_apps import traced, words
from workbook import Trace
from workbook.xray.entries import Phase, Step


class Base(DeclarativeBase):
    pass


class Day(Base):
    __tablename__ = "day"
    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[dt.date | None]
    next_id: Mapped[int | None] = mapped_column(
        ForeignKey("day.id", deferrable=True, initially="DEFERRED")
    )


class Deaf(Session):
    """Its methods have names of SQLAlchemy's own."""

    def flush(self, objects: None = None) -> None:
        super().flush()

    def all_genres(self) -> list[Genre]:
        return list(self.scalars(select(Genre)))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with library_in(tmp_path) as engine:
        Base.metadata.create_all(engine)
        yield engine


def phases(picture: Trace, name: str) -> list[Phase]:
    steps = [each for each in picture.entries if isinstance(each, Step)]
    return [phase for step in steps for phase in step.phases if phase.name == name]


ASK: dict[str, tuple[Callable[[Deaf], object], bool]] = {
    "query": (lambda session: session.query(Genre).first(), True),
    "count": (lambda session: session.query(Genre).count(), True),
    "select": (lambda session: session.all_genres(), True),
    "get of nothing": (lambda session: session.get(Genre, 99), True),
    "update": (lambda session: session.execute(update(Book).values(sold=1)), True),
    "relationship": (lambda session: session.get(Book, 1).genres, True),
    "commit, then select": (lambda session: (session.commit(), session.all_genres()), False),
    "flush, then select": (lambda session: (session.flush(), session.all_genres()), False),
    "savepoint": (lambda session: (session.begin_nested(), session.all_genres()), False),
    "without": (lambda session: no_autoflush(session), False),
}


def no_autoflush(session: Session) -> None:
    with session.no_autoflush:
        session.scalars(select(Genre)).all()
    session.commit()


@pytest.mark.parametrize(("ask", "is_autoflush"), ASK.values(), ids=ASK)
def test_autoflush_is_said_where_it_was_one(
    engine: Engine, ask: Callable[[Deaf], object], is_autoflush: bool
) -> None:
    def endpoint() -> None:
        with Deaf(engine) as session:
            session.add(Genre(name="pending"))
            ask(session)

    assert ("(autoflush)" in repr(traced(endpoint))) == is_autoflush


def tries(engine: Engine, *objects: object) -> Trace:
    def endpoint() -> str:
        with Session(engine) as session:
            session.add_all(objects)
            try:
                session.commit()
            except Exception as error:
                return type(error).__name__
        return "?"

    return traced(endpoint)


def test_a_flush_that_fails_in_python(engine: Engine) -> None:
    picture = tries(engine, Day(day="2026-11-23"))
    assert picture.response.json() == "StatementError"
    assert words(picture) == []
    (fails,), (undone,) = phases(picture, "flush fails"), phases(picture, "rollback")
    assert fails.sentence.startswith("The flush fails in Python")
    assert undone.sentence.startswith("In the database there is nothing to undo.")
    assert "since BEGIN" not in repr(picture)


def test_a_value_that_the_driver_cannot_send(engine: Engine) -> None:
    picture = tries(engine, Genre(name={"a": 1}))
    (fails,) = phases(picture, "flush fails")
    assert fails.sentence.startswith("The database's driver cannot send a value of this kind")


def test_a_commit_that_the_database_refuses(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/days.db")
    event.listen(engine, "connect", lambda driver, _: driver.execute("PRAGMA foreign_keys=ON"))
    Base.metadata.create_all(engine)
    shown = repr(tries(engine, Day(next_id=99)))
    assert "The database refuses the COMMIT: nothing of the transaction is stored." in shown
    assert "for everyone" not in shown
    assert "Now it is permanent" not in shown
    engine.dispose()


def test_an_error_of_reading_is_no_refusal(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE book SET tags = '{half'")

    def endpoint() -> str:
        with Session(engine) as session:
            try:
                session.scalars(select(Book)).all()
            except ValueError as error:
                return type(error).__name__
        return "?"

    picture = traced(endpoint)
    assert picture.response.json() == "JSONDecodeError"
    assert words(picture) == ["SELECT"]


def test_a_statement_that_finds_no_row(engine: Engine) -> None:
    def endpoint() -> None:
        with Session(engine) as session:
            session.execute(update(Genre).where(Genre.id == 99).values(name="nobody"))
            session.execute(insert(Genre).values(name="somebody"))

    shown = repr(traced(endpoint))
    assert "(no row changes)" in shown
    assert "No row is as it asks for, so nothing changes." in shown
    assert "genre + (id=?, name='somebody')   only inside this transaction" in shown
