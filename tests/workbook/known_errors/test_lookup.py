"""Each well-known error is really raised, and known by its error and by its text."""

from collections.abc import Callable, Iterator
from types import ModuleType

import pytest
from sqlalchemy.orm import Session

from tests.shared.errors import classes, databases, python, sessions, statements
from tests.shared.errors.heroes import database
from workbook.known_errors.lookup import (
    HERE,
    known_error,
    known_error_text,
    known_errors,
    name_of,
)
from workbook.xray.observe.values import said

FILES = {"classes": classes, "databases": databases, "python": python}
FILES |= {"sessions": sessions, "statements": statements}
Raises = Callable[[Session], None]


def in_file(cases: ModuleType, name: str) -> Raises | None:
    return getattr(cases, name.replace("-", "_"), None)


@pytest.fixture
def session() -> Iterator[Session]:
    with database() as session:
        yield session


def raised_by(raises: Raises, session: Session) -> BaseException:
    with pytest.raises(BaseException) as raised:  # noqa: PT011
        raises(session)
    return raised.value


def test_every_file_has_its_cases() -> None:
    assert {path.stem for path in HERE.glob("*.toml")} == set(FILES)


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SADeprecationWarning")
@pytest.mark.parametrize("name", [each.name for each in known_errors()])
def test_an_error_is_known_however_it_comes(name: str, session: Session) -> None:
    (raises,) = filter(None, (in_file(each, name) for each in FILES.values()))
    error = raised_by(raises, session)
    assert name_of(error) == name, repr(error)
    means = known_error(error)
    assert "{" not in means
    assert "``" not in means
    # The X-ray has only the text, without addresses and folders. Of a row's it is just a name.
    if name != "row-for-object":
        assert known_error_text(type(error).__name__, said(error)) == means


def test_no_name_is_there_twice() -> None:
    names = [each.name for each in known_errors()]
    assert len(names) == len(set(names))


def test_a_sentence_has_an_end_and_its_code_in_backticks() -> None:
    for each in known_errors():
        for sentence in (each.means, each.instead):
            assert sentence[0].isupper() or sentence[0] == "`"
            assert sentence.endswith(".")
            assert sentence.count("`") % 2 == 0


@pytest.mark.parametrize(("text", "name"), databases.ON_POSTGRESQL.items())
def test_the_words_of_postgresql(text: str, name: str) -> None:
    known = next(each for each in known_errors() if each.name == name)
    for kind in known.raised:
        assert known_error_text(kind, text).startswith(known.means.partition("`")[0])


def test_what_caused_an_error_and_what_is_in_a_group_are_looked_at(session: Session) -> None:
    locked = raised_by(databases.unique, session)
    wrapped = RuntimeError("the expense could not be saved")
    wrapped.__cause__ = locked
    assert name_of(wrapped) == "unique"
    assert name_of(ExceptionGroup("two tasks", [ValueError(), wrapped])) == "unique"


class SilentError(Exception):
    def __str__(self) -> str:
        raise RuntimeError("no words")


def test_an_error_that_is_not_known() -> None:
    in_circles = ValueError("x")
    in_circles.__cause__ = RuntimeError("y")
    in_circles.__cause__.__cause__ = in_circles
    for error in (in_circles, SilentError(), KeyError(), ExceptionGroup("", [ValueError()]), None):
        assert name_of(error) == ""
    assert known_error(in_circles) == known_error_text("", "") == known_error_text("X", "\n") == ""
    assert known_error_text("TypeError", "object is not subscriptable") == ""
