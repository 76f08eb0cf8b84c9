"""What `pay_with_card` does: no payment gets lost, and no card is overdrawn."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from after_session.models import Expense

Stored = Callable[[], dict[int, dict[str, Any]]]


@pytest.fixture(autouse=True)
def cards(engine: Engine) -> None:
    """Store two cards, with 10 on each."""
    with Session(engine) as session:
        for _ in range(2):
            session.add(Expense(description="Gift card", amount=10, category="other"))
        session.commit()


@dataclass
class Other:
    """Another session, which pays with card 1 if enough is left."""

    price: float
    paid: bool | None = None  # None: not yet


@contextmanager
def another_pays(engine: Engine, price: float) -> Iterator[Other]:
    """Let another session pay just before the first UPDATE of this one is sent.

    Where this one has locked the table by then, the other one waits, and pays afterwards.
    """
    other = Other(price)
    change = text(
        "UPDATE expense SET amount = amount - :price WHERE id = 1 AND amount >= :price"
    ).bindparams(price=price)

    def pay(*arguments: Any) -> None:
        is_update = not arguments or arguments[2].lstrip().upper().startswith("UPDATE")
        if other.paid is None and is_update:
            other.paid = False  # its own UPDATE comes by here as well
            try:
                with engine.begin() as connection:
                    other.paid = connection.execute(change).rowcount == 1
            except OperationalError:
                other.paid = None

    event.listen(engine, "before_cursor_execute", pay)
    yield other
    event.remove(engine, "before_cursor_execute", pay)
    pay()


def amounts(stored: Stored) -> list[float]:
    return [each["amount"] for each in stored().values()]


def test_pay_with_card_takes_the_price_from_this_card_alone(
    theirs: ModuleType, engine: Engine, stored: Stored
) -> None:
    with Session(engine) as session:
        paid = theirs.pay_with_card(session, 1, 3)
        seen = amounts(stored)
    assert amounts(stored) != [10, 10] or paid is not True, (
        "It returned True, but both cards still have their 10: the change was not committed."
    )
    assert seen == [7, 10], (
        f"3 was paid with card 1 of two cards with 10. They should have 7 and 10, and have {seen}."
    )
    assert paid is True, f"It was paid, so True should be returned, and not {paid!r}."


def test_pay_with_card_can_spend_all_that_is_left(
    theirs: ModuleType, engine: Engine, stored: Stored
) -> None:
    with Session(engine) as session:
        paid = theirs.pay_with_card(session, 1, 10)
    assert (paid, amounts(stored)[0]) == (True, 0), (
        f"The card has 10, and the price is 10: True should be returned and 0 be left, and it was "
        f"{paid!r} and {amounts(stored)[0]:g}."
    )


def test_pay_with_card_returns_false_where_not_enough_is_left(
    theirs: ModuleType, engine: Engine, stored: Stored
) -> None:
    with Session(engine) as session:
        paid = theirs.pay_with_card(session, 1, 11)
    assert amounts(stored)[0] == 10, (
        f"The card has 10, and the price is 11: nothing should change, but {amounts(stored)[0]:g} "
        "is left."
    )
    assert paid is False, f"10 is not enough for 11: False should be returned, and not {paid!r}."


def test_pay_with_card_returns_false_where_there_is_no_such_card(
    theirs: ModuleType, engine: Engine
) -> None:
    with Session(engine) as session:
        paid = theirs.pay_with_card(session, 3, 1)
    assert paid is False, f"There is no card 3: False should be returned, and not {paid!r}."


def test_pay_with_card_loses_no_payment_of_another_session(
    theirs: ModuleType, engine: Engine, stored: Stored
) -> None:
    with Session(engine) as session, another_pays(engine, 3):
        paid = theirs.pay_with_card(session, 1, 4)
    left = amounts(stored)[0]
    assert paid is not False or left != 7, (
        "The card had 10. Just before your UPDATE, another session paid 3, and 7 is enough for 4; "
        "but False was returned. Let the UPDATE count and compare, or begin again at the reading."
    )
    assert left == 3, (
        "The card had 10. Just before your UPDATE, another session paid 3; yours paid 4: 3 should "
        f"be left, but {left:g} is. The new amount was counted in Python, from a row that was read "
        "too early: let the UPDATE count."
    )


def test_pay_with_card_spends_nothing_that_another_session_has_just_spent(
    theirs: ModuleType, engine: Engine, stored: Stored
) -> None:
    with Session(engine) as session, another_pays(engine, 8) as other:
        paid = theirs.pay_with_card(session, 1, 4)
    wanted = (False, 2) if other.paid else (True, 6)  # who has locked the table comes first
    assert (paid, amounts(stored)[0]) == wanted, (
        "The card had 10. Just before your UPDATE, another session paid 8, so 2 is not enough for "
        f"4; but {paid!r} was returned, and {amounts(stored)[0]:g} is left. Whether enough is left "
        "has to be a condition of the UPDATE itself."
    )
