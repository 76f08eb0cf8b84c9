"""`state` names the state of an object, and looks without disturbing it."""

from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import NoInspectionAvailable
from sqlmodel import Session, SQLModel, create_engine

from after_session.models import Expense
from workbook import state_of


def test_state_of_follows_an_object_through_its_life(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/life.db")
    SQLModel.metadata.create_all(engine)
    tea = Expense(description="Tea", amount=2, category="food")
    states = [state_of(tea)]
    with Session(engine) as session:
        session.add(tea)
        states.append(state_of(tea))
        session.commit()
        states.append(state_of(tea))
        session.delete(tea)
        session.flush()
        states.append(state_of(tea))
        session.commit()
        states.append(state_of(tea))
    engine.dispose()
    assert states == ["transient", "pending", "persistent", "deleted", "detached"]


def test_state_of_sends_no_sql_for_an_expired_object(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/life.db")
    SQLModel.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(tea := Expense(description="Tea", amount=2, category="food"))
        session.commit()
        sent: list[str] = []
        event.listen(engine, "before_cursor_execute", lambda *args: sent.append(args[2]))
        assert state_of(tea) == "persistent"
        assert sent == []
    engine.dispose()


def test_state_of_refuses_what_is_no_table_object() -> None:
    with pytest.raises(NoInspectionAvailable):
        state_of("tea")
