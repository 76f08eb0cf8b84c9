"""Books, in the plain declarative style: with every kind of collection, and keys of many kinds."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Column, Engine, ForeignKey, Integer, Table, create_engine, insert
from sqlalchemy.ext.associationproxy import association_proxy
from sqlalchemy.ext.orderinglist import ordering_list
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    WriteOnlyMapped,
    attribute_keyed_dict,
    mapped_column,
    relationship,
)


class Base(DeclarativeBase):
    pass


# Without a primary key, as many write it.
shelved = Table(
    "shelved",
    Base.metadata,
    Column("book_id", ForeignKey("book.id")),
    Column("genre_id", ForeignKey("genre.id")),
)
liked = Table(
    "liked",
    Base.metadata,
    Column("book_id", ForeignKey("book.id"), primary_key=True),
    Column("genre_id", ForeignKey("genre.id"), primary_key=True),
)
loose = Table("loose", Base.metadata, Column("n", Integer), Column("m", Integer))


class Genre(Base):
    __tablename__ = "genre"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Page(Base):
    __tablename__ = "page"
    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    place: Mapped[int | None]
    book_id: Mapped[int | None] = mapped_column(ForeignKey("book.id"))


class Loan(Base):
    __tablename__ = "loan"
    reader: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    note: Mapped[str | None]


class Member(Base):
    __tablename__ = "member"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    password: Mapped[str | None]


class Book(Base):
    __tablename__ = "book"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    tags: Mapped[list[Any]] = mapped_column(JSON, default=list)
    blurb: Mapped[str] = mapped_column(default="a blurb", deferred=True)
    sold: Mapped[int] = mapped_column(default=0)
    genres: Mapped[list[Genre]] = relationship(secondary=shelved, backref="books")
    likes: Mapped[set[Genre]] = relationship(secondary=liked)
    names = association_proxy("genres", "name", creator=lambda name: Genre(name=name))
    by_text: Mapped[dict[str, Page]] = relationship(
        collection_class=attribute_keyed_dict("text"), overlaps="in_order,asked,written"
    )
    in_order: Mapped[list[Page]] = relationship(
        order_by=Page.place,
        collection_class=ordering_list("place"),
        overlaps="by_text,asked,written",
    )
    asked = relationship(Page, lazy="dynamic", overlaps="by_text,in_order,written")
    written: WriteOnlyMapped[Page] = relationship(overlaps="by_text,in_order,asked")


def engine_in(folder: Path, **options: Any) -> Engine:
    engine = create_engine(f"sqlite:///{folder}/library.db", **options)
    fill(engine)
    return engine


@contextmanager
def library_in(folder: Path, **options: Any) -> Iterator[Engine]:
    engine = engine_in(folder, **options)
    yield engine
    engine.dispose()


def fill(engine: Engine) -> None:
    """Make the tables, with one book and one genre."""
    Base.metadata.drop_all(engine)
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(Book(title="Emma", tags=["old"], genres=[Genre(name="novel")]))
        session.commit()


def fill_many(engine: Engine) -> None:
    """Make tables of more rows than are read."""
    fill(engine)
    with Session(engine) as session:
        session.add_all([Genre(name=f"genre {number}") for number in range(2, 61)])
        session.add_all([Loan(reader=f"reader {n:03}", number=n) for n in range(80)])
        session.execute(insert(loose), [{"n": 1, "m": n} for n in range(70)])
        session.commit()
