"""Rows that others change meanwhile are not put down to a line of this request."""

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, ForeignKey, create_engine, event, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

from tests.shared.library import Genre, fill_many, library_in
from tests.shared.odd_apps import traced
from workbook.xray.observe.database import drivers


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with library_in(tmp_path) as engine:
        fill_many(engine)
        yield engine


def elsewhere(engine: Engine, *statements: str) -> None:
    """Let another thread, which is not followed, send these and commit."""

    def send() -> None:
        driver = engine.raw_connection()
        for each in statements:
            driver.execute(each)
        driver.commit()
        driver.close()

    thread = threading.Thread(target=send)
    thread.start()
    thread.join()


def test_they_are_named_as_others(engine: Engine) -> None:
    def endpoint() -> None:
        with Session(engine) as session:
            session.get(Genre, 5).name = "mine"
            elsewhere(
                engine,
                "UPDATE genre SET name = 'theirs' WHERE id = 58",
                "INSERT INTO genre (name) VALUES ('their new one')",
                "DELETE FROM genre WHERE id = 57",
            )
            session.commit()

    picture = traced(endpoint)
    theirs = "for everyone, changed meanwhile by another connection"
    for shown in (
        "genre ~ (id=5, name='mine')   for everyone\n",
        f"genre ~ (id=58, name='theirs')   {theirs}",
        f"genre + (id=61, name='their new one')   {theirs}",
        f"genre − (id=57, name='genre 57')   {theirs}",
    ):
        assert shown in repr(picture)
    assert picture._repr_html_().count("changed meanwhile by another connection") == 3


def test_who_only_reads_changes_nothing(engine: Engine) -> None:
    def endpoint() -> int:
        with Session(engine) as session:
            found = session.scalars(select(Genre)).all()
            elsewhere(engine, "UPDATE genre SET name = 'theirs' WHERE id = 60")
        return len(found)

    assert "theirs" not in repr(traced(endpoint)).partition("genre: ")[2].replace("= 'theirs'", "")


class Base(DeclarativeBase):
    pass


class Owner(Base):
    __tablename__ = "owner"
    id: Mapped[int] = mapped_column(primary_key=True)
    pets: Mapped[list["Pet"]] = relationship(passive_deletes=True, cascade="all, delete")


class Pet(Base):
    __tablename__ = "pet"
    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("owner.id", ondelete="CASCADE"))


def test_the_database_itself_may_have_changed_them(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/pets.db")
    event.listen(engine, "connect", lambda driver, _: driver.execute("PRAGMA foreign_keys=ON"))
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(Owner(pets=[Pet()]))
        session.commit()

    def endpoint() -> int:
        with Session(engine) as session:
            pets = session.scalars(select(Pet.id)).all()
            session.delete(session.get(Owner, 1))
            session.commit()
        return len(pets)

    by = "changed by a trigger, by a foreign key, or meanwhile by another connection"
    assert f"pet − (id=1, owner_id=1)   for everyone, {by}" in repr(traced(endpoint))
    engine.dispose()


def test_a_large_table_is_not_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/many.db")
    many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE genre (id INTEGER PRIMARY KEY, name TEXT)"))
        connection.execute(text(f"{many} INSERT INTO genre SELECT i, 'genre' FROM n"))
    asked: list[str] = []
    second = drivers.second

    def listened_to(connection: Connection) -> sqlite3.Connection:
        opened = second(connection)
        opened.set_trace_callback(asked.append)
        return opened

    def endpoint() -> None:
        with Session(engine) as session:
            session.get(Genre, 2).name = "changed"
            session.add(Genre(name="new"))
            session.commit()

    monkeypatch.setattr(drivers, "second", listened_to)
    picture = traced(endpoint)
    assert "database genre: more than 1,000 rows" in repr(picture)
    assert "genre ~ (id=2, name='changed')   for everyone" in repr(picture)
    assert "more than 1,000 rows, most of them not shown" in picture._repr_html_()
    of_table = [each for each in asked if "FROM genre" in each]
    assert len(of_table) < 10
    assert [each for each in of_table if " LIMIT " not in each and '"id" = 2' not in each] == []
    engine.dispose()
