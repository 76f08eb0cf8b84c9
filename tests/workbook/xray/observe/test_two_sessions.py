"""Two sessions are told apart: which object, which SQL and which commit is whose."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session

from tests.shared.library import Base, Book, Genre, Page, library_in
from tests.shared.odd_apps import traced

INSERT = "INSERT INTO genre (name) VALUES ('first')"
LOCKED = "The database refuses a statement, so the whole flush fails. The lock is held by "


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with library_in(tmp_path, connect_args={"timeout": 0.1}) as engine:
        yield engine


def test_the_commit_of_the_other_session_sends_nothing(engine: Engine) -> None:
    def endpoint() -> None:
        with Session(engine) as reading, Session(engine) as session:
            book = reading.get(Book, 1)
            book.title = "Persuasion"
            session.commit()

    picture = traced(endpoint)
    shown = repr(picture)
    assert (
        "Nothing is sent. book belongs to `reading`, and this commit is only `session`'s." in shown
    )
    assert "object   book = Book  [persistent in reading]" in shown
    assert "object   book  [in reading]  title: 'Emma' → 'Persuasion'" in shown
    assert "session  session: committed" in shown
    assert "   (through reading)" in shown
    html = picture._repr_html_()
    assert "</b> in <b>reading</b>" in html
    assert html.count("through reading") == 1


def test_what_another_session_still_has_is_not_in_the_commit(engine: Engine) -> None:
    def endpoint() -> None:
        with Session(engine) as session, Session(engine) as audit:
            session.add(Book(title="waits"))
            audit.add(Page(text="written"))
            audit.commit()

    shown = repr(traced(endpoint))
    assert "Now it is permanent" in shown
    assert "Book·1 belongs to `session`, and this commit is only `audit`'s." in shown


def test_of_a_single_session_no_name_is_shown(engine: Engine) -> None:
    def endpoint() -> None:
        with Session(engine) as session:
            session.add(Book(title="alone"))
            session.commit()

    picture = traced(endpoint)
    for shown in (repr(picture), picture._repr_html_()):
        assert "in session" not in shown
        assert "through session" not in shown


def of_two_sessions(engine: Engine) -> None:
    with Session(engine) as first:
        first.add(Genre(name="first"))
        first.flush()
        with Session(engine) as second:
            second.add(Page(text="second"))
            second.commit()


def of_a_connection(engine: Engine) -> None:
    with engine.connect() as direct:
        direct.execute(text(INSERT))
        with Session(engine) as second:
            second.add(Page(text="second"))
            second.commit()


@pytest.mark.parametrize(
    ("endpoint", "holder", "line"),
    [
        (of_two_sessions, "first", "`first.flush()`"),
        (
            of_a_connection,
            "direct",
            "`direct.execute(text(INSERT))`",
        ),
    ],
)
def test_who_locks_out_whom(engine: Engine, endpoint: Callable, holder: str, line: str) -> None:
    def fails() -> str:
        try:
            endpoint(engine)
        except Exception as error:
            return type(error).__name__
        return "?"

    picture = traced(fails)
    assert picture.response.json() == "OperationalError"
    shown = repr(picture)
    assert f"{LOCKED}`{holder}` since line " in shown
    assert f", {line}: it has changes that are not committed. `second` waited for it" in shown
    assert "(through second)\n" in shown
    assert "ROLLBACK   (through second; nothing to undo" in shown


def test_a_lock_of_somebody_else(engine: Engine) -> None:
    other = engine.raw_connection()
    other.execute("BEGIN IMMEDIATE")

    def endpoint() -> str:
        with Session(engine) as session:
            session.add(Page(text="locked out"))
            try:
                session.commit()
            except Exception as error:
                return type(error).__name__
        return "?"

    shown = repr(traced(endpoint))
    other.rollback()
    other.close()
    assert "Another transaction holds the lock. It was not seen" in shown
    assert "changes not committed" not in shown


def test_tables_of_one_name_in_two_databases(engine: Engine, tmp_path: Path) -> None:
    second = create_engine(f"sqlite:///{tmp_path}/second.db")
    Base.metadata.create_all(second)

    def endpoint() -> None:
        with Session(engine) as here, Session(second) as there:
            here.add(Genre(name="here"))
            there.add(Genre(name="there"))
            here.commit()
            there.commit()

    shown = repr(traced(endpoint))
    second.dispose()
    assert "database genre: 1 row" in shown
    assert "database genre (database 2): no rows" in shown
    assert "genre + (id=2, name='here')   for everyone" in shown
    assert "genre (database 2) + (id=1, name='there')   for everyone" in shown
