"""`sql_sent` leaves SQLAlchemy's listeners alone, which other threads walk through meanwhile."""

import threading
import time

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from after_session.models import Expense
from workbook import sql_sent

EVENTS = ("before_cursor_execute", "after_cursor_execute", "commit", "rollback")


def listeners(engine: Engine) -> int:
    found = [getattr(engine.dispatch, name) for name in EVENTS]
    return sum(len(each) for each in [*found, engine.dialect.dispatch.handle_error])


def test_the_listeners_stay_the_same(engine: Engine) -> None:
    before = listeners(engine)
    with sql_sent() as sent, sql_sent() as inner:
        assert listeners(engine) == before
    assert listeners(engine) == before
    with Session(engine) as session:
        session.exec(select(Expense.id)).all()
    assert sent == inner == []


def test_blocks_begin_and_end_while_other_threads_send(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    """SQLAlchemy walks through its listeners: one that came or went meanwhile would break it."""
    over, errors = threading.Event(), []

    def send() -> None:
        try:
            while not over.is_set():
                with engine.connect() as connection:
                    connection.exec_driver_sql("SELECT 1")
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    logs = []
    for _ in range(300):
        with sql_sent() as sent:
            time.sleep(0)
        logs.append(sent)
    over.set()
    for thread in threads:
        thread.join()
    assert errors == []
    assert {statement for log in logs for statement in log} <= {"SELECT 1"}
    assert any(logs)


def test_an_exception_is_passed_on_after_printing(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    def read_and_fail() -> None:
        with Session(engine) as session:
            session.exec(select(Expense.id)).all()
        raise KeyError("mine")

    before = listeners(engine)
    with pytest.raises(KeyError, match="mine"), sql_sent():
        read_and_fail()
    assert capsys.readouterr().out == "SELECT expense.id\nFROM expense\n"
    assert listeners(engine) == before
