"""A session is seen wherever it lives, under the name that the app has for it."""

from collections.abc import Callable, Iterator
from contextvars import ContextVar
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi import Request
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from tests.shared.library import Book, library_in
from tests.shared.odd_apps import traced

kept = SimpleNamespace(engine=None)
make: Callable[[], Session] = lambda: Session(kept.engine)  # noqa: E731
current: ContextVar[Session] = ContextVar("current")
by_thread = scoped_session(sessionmaker())
by_request = scoped_session(sessionmaker(), scopefunc=lambda: kept.scope())
sessions: dict[str, Any] = {}


class Books:
    __slots__ = ("_db",)

    def __init__(self) -> None:
        self._db = make()

    def first(self) -> Book:
        return self._db.scalars(select(Book)).first()

    def close(self) -> None:
        self._db.close()


class Unit:
    def __init__(self) -> None:
        self.books = Books()


def of_an_attribute() -> None:
    unit = Unit()
    unit.books.first().title = "changed"
    unit.books.close()


def of_the_request(request: Request) -> None:
    request.state.store = make()
    request.state.store.get(Book, 1).title = "changed"
    request.state.store.close()


def of_the_context() -> None:
    current.set(make())
    current.get().get(Book, 1).title = "changed"
    current.get().close()


def of_a_thread() -> None:
    by_thread.get(Book, 1).title = "changed"
    by_thread.remove()


def of_a_scope() -> None:
    by_request.get(Book, 1).title = "changed"
    by_request.remove()


def of_a_dict() -> None:
    sessions["main"] = make()
    sessions["main"].get(Book, 1).title = "changed"
    sessions.pop("main").close()


def of_nothing() -> None:
    make().get(Book, 1)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with library_in(tmp_path) as engine:
        kept.engine, kept.scope = engine, lambda: 1
        for each in (by_thread, by_request):
            each.configure(bind=engine)
        yield engine


@pytest.mark.parametrize(
    ("endpoint", "name"),
    [
        (of_an_attribute, "db"),
        (of_the_request, "store"),
        (of_the_context, "current"),
        (of_a_thread, "by_thread"),
        (of_a_scope, "by_request"),
        (of_a_dict, "main"),
    ],
)
def test_it_has_the_name_of_its_place(engine: Engine, endpoint: Callable, name: str) -> None:
    shown = repr(traced(endpoint))
    assert f"session  {name}: " in shown
    assert "title: 'Emma' → 'changed'" in shown or "title='changed'" in shown
    assert "changed: {Book·1}" in shown
    assert "changed: {} · identity map: {} · no transaction" in shown


def test_without_a_name_it_is_just_a_session(engine: Engine) -> None:
    assert "session  opened: transaction open, only read so far" in repr(traced(of_nothing))


def test_a_function_of_the_app_that_finds_sessions_is_not_asked(engine: Engine) -> None:
    asked = []
    kept.scope = lambda: asked.append(1) or 1
    of_a_scope()
    plain = len(asked)
    traced(of_a_scope)
    assert len(asked) == 2 * plain
