"""What lesson 12 says of PostgreSQL, where two write at once: it can lock a row, SQLite cannot."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select, update

from after_session.models import Expense

Two = tuple[Session, Session]


@pytest.fixture
def two(postgresql: Engine, empty_postgresql: str) -> Iterator[Two]:
    """Two sessions that wait for a fifth of a second; there are two cards, with 10 on each."""
    Expense.__table__.create(postgresql)
    with Session(postgresql) as session:
        for name in ("Gift card", "Another"):
            session.add(Expense(description=name, amount=10, category="other", date=None))
        session.commit()
    with Session(postgresql) as one, Session(postgresql) as other:
        for session in (one, other):
            session.connection().execute(text("SET LOCAL lock_timeout = '200ms'"))
        yield one, other


def test_without_a_lock_an_update_is_lost(two: Two) -> None:
    cards = [session.get(Expense, 1) for session in two]
    for session, card in zip(two, cards, strict=True):
        card.amount -= 8
        session.commit()
    assert cards[0].amount == 2


def test_a_condition_is_looked_at_again_when_the_first_has_committed(two: Two) -> None:
    pay_8 = update(Expense).where(Expense.id == 1, Expense.amount >= 8)
    pay_8 = pay_8.values(amount=Expense.amount - 8)
    one, other = two
    other.connection().execute(text("SET LOCAL lock_timeout = 0"))
    assert one.exec(pay_8).rowcount == 1
    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(other.exec, pay_8)
        one.commit()
        assert waiting.result(timeout=20).rowcount == 0


def test_who_locks_a_row_keeps_others_from_that_row_alone(two: Two) -> None:
    one, other = two
    locking = select(Expense.amount).with_for_update()
    one.exec(locking.where(Expense.id == 1)).one()
    assert other.exec(locking.where(Expense.id == 2)).one() == 10
    with pytest.raises(OperationalError, match="lock timeout"):
        other.exec(locking.where(Expense.id == 1)).one()
    other.rollback()
    one.exec(update(Expense).where(Expense.id == 1).values(amount=2))
    one.commit()
    assert other.exec(locking.where(Expense.id == 1)).one() == 2


def test_a_deadlock_is_noticed_and_one_of_the_two_is_refused(two: Two) -> None:
    both_have_one = Barrier(2, timeout=20)

    def lock(session: Session, first: int, second: int) -> str:
        session.connection().execute(text("SET LOCAL lock_timeout = 0"))
        session.connection().execute(text("SET LOCAL deadlock_timeout = '100ms'"))
        session.get(Expense, first, with_for_update=True)
        both_have_one.wait()
        try:
            session.get(Expense, second, with_for_update=True)
        except OperationalError as error:
            return str(error.orig).partition("\n")[0]
        finally:
            session.rollback()
        return "has both"

    with ThreadPoolExecutor(2) as threads:
        said = threads.map(lock, two, (1, 2), (2, 1))
        assert sorted(said) == ["deadlock detected", "has both"]
