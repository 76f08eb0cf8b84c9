"""What `import_expenses` does: everything with its id, or nothing."""

import datetime as dt
from collections.abc import Callable
from types import ModuleType
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from after_session.models import Expense

Stored = Callable[[], dict[int, dict[str, Any]]]
TEA = {"description": "Tea", "amount": 2.0, "category": "food", "date": "2026-11-23"}
BUS = {"description": "Bus", "amount": 3.5, "category": "transport", "date": None}


def saved(**expenses: dict[str, Any]) -> dict[str, Any]:
    """Return what the old app saves: keys such as "_3" are ids, and 7 were given."""
    found = {key.strip("_"): {"id": int(key.strip("_")), **each} for key, each in expenses.items()}
    return {"counter": 7, "expenses": found}


def test_import_expenses_commits(theirs: ModuleType, engine: Engine, stored: Stored) -> None:
    with Session(engine) as session:
        theirs.import_expenses(session, saved(_3=TEA, _5=BUS))
        pending = session.new or session.in_transaction()
    assert stored() or not pending, (
        "There were two expenses in the file, and another session sees none: the import was not "
        "committed."
    )
    assert len(stored()) == 2, (
        f"There were two expenses in the file, and the table has {len(stored())}."
    )


def test_import_expenses_keeps_the_ids(theirs: ModuleType, engine: Engine, stored: Stored) -> None:
    with Session(engine) as session:
        theirs.import_expenses(session, saved(_3=TEA, _5=BUS))
    assert list(stored()) == [3, 5], (
        f"The ids in the file were 3 and 5, and in the table they are {list(stored())}: what has "
        "been kept of an address such as /expenses/3 now finds another expense, or none."
    )


def test_import_expenses_keeps_every_field(
    theirs: ModuleType, engine: Engine, stored: Stored
) -> None:
    with Session(engine) as session:
        theirs.import_expenses(session, saved(_3=TEA, _5=BUS))
    wanted = [TEA | {"date": dt.date(2026, 11, 23)}, BUS]
    assert list(stored().values()) == wanted, (
        f"Fields are not as they were in the file: {list(stored().values())}"
    )


def test_import_expenses_returns_how_many(theirs: ModuleType, engine: Engine) -> None:
    with Session(engine) as session:
        count = theirs.import_expenses(session, saved(_3=TEA, _5=BUS))
    assert count == 2, f"There were two expenses in the file, and {count!r} was returned."


def test_import_expenses_goes_on_counting_from_the_counter(
    theirs: ModuleType, engine: Engine
) -> None:
    with Session(engine) as session:
        theirs.import_expenses(session, saved(_3=TEA, _5=BUS))
    with Session(engine) as session:
        new = Expense(description="New", amount=1, category="food")
        session.add(new)
        session.commit()
        assert new.id == 8, (
            "The counter in the file was 7, so the next expense should get the id 8, and it got "
            f"{new.id}: an id that was given before may not come back."
        )


def test_import_expenses_stores_none_if_one_is_bad(
    theirs: ModuleType, engine: Engine, stored: Stored
) -> None:
    raised = False
    with Session(engine) as session:
        try:
            theirs.import_expenses(session, saved(_3=TEA, _5=BUS | {"amount": -1.0}))
        except ValueError:
            raised = True
    assert 5 not in stored(), (
        "An expense with the amount -1 was stored: a table class checks nothing, `ExpenseCreate` "
        "does."
    )
    assert raised, "An expense with the amount -1 is bad, but no ValueError was raised."
    assert not stored(), (
        "One of two expenses was bad, and the other one was stored. All or nothing needs one "
        "commit, after the last of them."
    )


def test_import_expenses_does_nothing_the_second_time(
    theirs: ModuleType, engine: Engine, stored: Stored
) -> None:
    data = saved(_3=TEA, _5=BUS)
    with Session(engine) as session:
        theirs.import_expenses(session, data)
    with Session(engine) as session:
        again = theirs.import_expenses(session, data)
    assert len(stored()) == 2, (
        f"The same file was imported twice: the table should have 2 expenses, and has "
        f"{len(stored())}."
    )
    assert again == 0, f"The second import should return 0, and not {again!r}."
