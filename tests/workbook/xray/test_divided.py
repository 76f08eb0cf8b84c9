"""A flush in whose middle a function of the app's own runs is told as one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, event, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from tests.shared.odd_apps import traced
from workbook.xray.entries import Step


def next_code() -> str:
    return "A1"


class Base(DeclarativeBase):
    pass


class Ticket(Base):
    __tablename__ = "ticket"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(default=next_code)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{tmp_path}/tickets.db")
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


def sentences(steps: list[Step], part: str) -> list[str]:
    return [p.sentence for step in steps for p in step.phases if p.name == part]


def test_what_was_sent_before_the_own_function_counts(engine: Engine) -> None:
    def endpoint() -> None:
        with Session(engine) as session:
            session.add(Ticket())
            session.add(Ticket())
            session.commit()
            session.scalars(select(Ticket)).all()

    picture = traced(endpoint)
    steps = [each for each in picture.entries if isinstance(each, Step)]
    assert sentences(steps, "flush")[0].startswith("The SQL is sent, inside a transaction")
    assert sentences(steps, "commit")[0].startswith("Now it is permanent")
    assert "Nothing has changed" not in repr(picture)


def test_an_own_listener_in_the_middle_of_a_commit(engine: Engine) -> None:
    heard: list[str] = []

    def hear(*_: object) -> None:
        heard.append("x")

    def endpoint() -> None:
        with Session(engine) as session:
            event.listen(session, "after_flush", hear)
            event.listen(session, "before_commit", hear)
            session.add(Ticket(code="B"))
            session.commit()

    picture = traced(endpoint)
    steps = [each for each in picture.entries if isinstance(each, Step)]
    assert heard == ["x", "x"]
    assert sentences(steps, "flush")[0].startswith("The SQL is sent, inside a transaction")
    assert sentences(steps, "commit")[0].startswith("Now it is permanent")
    assert "Nothing has changed" not in repr(picture)
    assert "nothing to commit" not in repr(picture)
