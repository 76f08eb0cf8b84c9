"""Collections of every kind: their rows are shown, and nothing is loaded for the picture."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from tests.shared.library import Book, Genre, Page, fill, library_in
from tests.shared.odd_apps import traced


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with library_in(tmp_path) as engine:
        yield engine


def many_to_many(book: Book) -> None:
    book.genres.append(Genre(name="romance"))
    book.names.append("satire")


def removed(book: Book) -> None:
    book.genres.clear()


def a_set(book: Book) -> None:
    book.likes.add(book.genres[0])


def a_dict(book: Book) -> None:
    book.by_text["hello"] = Page(text="hello")


def in_order(book: Book) -> None:
    book.in_order.append(Page(text="first"))
    book.in_order.insert(0, Page(text="before"))


def dynamic(book: Book) -> None:
    book.asked.append(Page(text="dynamic"))


def write_only(book: Book) -> None:
    book.written.add(Page(text="write only"))


ROWS: dict[Callable[[Book], None], list[str]] = {
    many_to_many: [
        "shelved + (book_id=1, genre_id=2)",
        "shelved + (book_id=1, genre_id=3)",
        "genre + (id=3, name='satire')",
    ],
    removed: ["shelved − (book_id=1, genre_id=1)"],
    a_set: ["liked + (book_id=1, genre_id=1)"],
    a_dict: ["page + (id=1, text='hello', place=None, book_id=1)"],
    in_order: [
        "page + (id=1, text='first', place=1, book_id=1)",
        "page + (id=2, text='before', place=0, book_id=1)",
    ],
    dynamic: ["page + (id=1, text='dynamic', place=None, book_id=1)"],
    write_only: ["page + (id=1, text='write only', place=None, book_id=1)"],
}


@pytest.mark.parametrize("change", ROWS)
def test_the_rows_are_pending_and_then_stored(engine: Engine, change: Callable) -> None:
    def endpoint() -> None:
        with Session(engine) as session:
            change(session.get(Book, 1))
            session.commit()

    picture = traced(endpoint)
    assert picture.troubles == []
    pending, _, stored = repr(picture).partition("┊ commit")
    for row in ROWS[change]:
        assert f"{row}   only inside this transaction" in pending
        assert f"{row}   for everyone" in stored
    assert "gone" not in stored
    assert "book ~" not in pending  # its own row did not change


@pytest.mark.parametrize("change", ROWS)
def test_the_same_sql_is_sent_as_without_the_picture(engine: Engine, change: Callable) -> None:
    sent: list[tuple] = []

    def endpoint() -> None:
        with Session(engine) as session:
            book = session.get(Book, 1)
            change(book)
            session.commit()

    event.listen(engine, "before_cursor_execute", lambda _, __, *sql: sent.append(sql[:2]))
    endpoint()
    plain = list(sent)
    fill(engine)
    sent.clear()
    traced(endpoint)
    assert sent == plain


def test_what_is_never_loaded_is_said(engine: Engine) -> None:
    def endpoint() -> int:
        with Session(engine) as session:
            book = session.get(Book, 1)
            book.asked.append(Page(text="dynamic"))
            book.written.add(Page(text="write only"))
            session.flush()
            return book.asked.count()

    shown = repr(traced(endpoint))
    assert "asked=(not loaded) + [Page·1]" in shown
    assert "written=(not loaded) + [Page·2]" in shown
    assert "asked: (not loaded) + [Page·1] → (not loaded)" in shown


def test_a_value_that_is_loaded_for_the_first_time_is_not_filled_again(engine: Engine) -> None:
    def endpoint() -> tuple:
        with Session(engine) as session:
            book = session.get(Book, 1)
            first = book.blurb
            genres = book.genres
            session.expire(book)
            return first, len(genres), book.title

    first, _, again = repr(traced(endpoint)).partition("session.expire")
    assert first.count("A SELECT loads what the object did not have yet.") == 2
    assert "again" not in first
    assert "A SELECT fills the attributes again" in again
