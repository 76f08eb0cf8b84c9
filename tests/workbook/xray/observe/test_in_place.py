"""A value that changes within: the session is told only when one is assigned."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, Engine, PickleType, create_engine
from sqlalchemy.ext.mutable import MutableDict, MutableList
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.orm.attributes import flag_modified

from tests.shared.odd_apps import traced

UNNOTICED = "changed within, which its session did not notice"


class Base(DeclarativeBase):
    pass


class Recipe(Base):
    __tablename__ = "recipe"
    id: Mapped[int] = mapped_column(primary_key=True)
    steps: Mapped[list[Any]] = mapped_column(JSON)
    amounts: Mapped[dict[str, Any]] = mapped_column(PickleType)
    noted: Mapped[list[str]] = mapped_column(MutableList.as_mutable(JSON))
    kept: Mapped[dict[str, int]] = mapped_column(MutableDict.as_mutable(JSON))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{tmp_path}/recipes.db")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(Recipe(steps=["mix", {"for": 5}], amounts={"tea": 1}, noted=[], kept={}))
        session.commit()
    yield engine
    engine.dispose()


def shown(engine: Engine, change: Callable[[Recipe], object]) -> str:
    def endpoint() -> None:
        with Session(engine) as session:
            recipe = session.get_one(Recipe, 1)
            change(recipe)
            session.commit()

    picture = traced(endpoint)
    assert picture.troubles == []
    return repr(picture)


def assigned(recipe: Recipe) -> None:
    recipe.steps = [*recipe.steps, "bake"]


def changed_and_assigned(recipe: Recipe) -> None:
    recipe.steps.append("bake")
    recipe.steps = [*recipe.steps]  # equal to the old one, which has changed as well


def flagged(recipe: Recipe) -> None:
    recipe.steps.append("bake")
    flag_modified(recipe, "steps")


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda recipe: recipe.steps.append("bake"), "steps"),
        (lambda recipe: recipe.steps[1].update({"for": 6}), "steps"),
        (lambda recipe: recipe.steps.extend("x" for _ in range(500)), "steps"),
        (lambda recipe: recipe.amounts.pop("tea"), "amounts"),
        (changed_and_assigned, "steps"),
    ],
)
def test_a_change_within_is_not_sent(
    engine: Engine, change: Callable[[Recipe], object], key: str
) -> None:
    text = shown(engine, change)
    assert f"({key}: {UNNOTICED})" in text
    assert f"Nothing is sent. `{key}` of recipe changed within" in text
    assert "call `flag_modified`" in text
    assert "COMMIT" not in text


@pytest.mark.parametrize(
    "change",
    [
        assigned,
        flagged,
        lambda recipe: recipe.noted.append("salt"),
        lambda recipe: recipe.kept.update(salt=1),
        lambda recipe: setattr(recipe, "amounts", {}),
    ],
)
def test_of_a_change_that_is_noticed_nothing_is_said(
    engine: Engine, change: Callable[[Recipe], object]
) -> None:
    text = shown(engine, change)
    assert "Nothing is sent" not in text
    assert "did not notice, so it is not sent" not in text
    assert "UPDATE recipe SET" in text


def test_beside_what_is_sent_it_is_said_what_is_not(engine: Engine) -> None:
    def change(recipe: Recipe) -> None:
        recipe.steps.append("bake")
        recipe.amounts = {}

    text = shown(engine, change)
    assert "Now it is permanent" in text
    assert "`steps` of recipe changed within, which the session did not notice" in text
    assert "`amounts` of recipe" not in text


def test_a_value_that_is_loaded_again_is_as_it_was(engine: Engine) -> None:
    def endpoint() -> None:
        with Session(engine) as session:
            recipe = session.get_one(Recipe, 1)
            recipe.steps.append("bake")
            session.refresh(recipe)
            session.commit()

    last = repr(traced(endpoint)).partition("session.refresh")[2]
    assert "did not notice" not in last


def test_the_end_of_a_long_text_is_compared(engine: Engine) -> None:
    class Essay(Base):
        __tablename__ = "essay"
        id: Mapped[int] = mapped_column(primary_key=True)
        text: Mapped[str]

    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(Essay(text="x" * 300 + "old"))
        session.commit()

    def endpoint() -> None:
        with Session(engine) as session:
            essay = session.get_one(Essay, 1)
            essay.text = "x" * 300 + "new"
            session.commit()

    picture = traced(endpoint)
    assert "text: differs, further on than is shown" in repr(picture)
    assert "differs, further on" in picture._repr_html_()
    assert "essay ~ (id=1, text='xxx" in repr(picture).partition("┊ commit")[2]
