"""What leans on the inside of SQLAlchemy."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from unittest import mock
from weakref import WeakKeyDictionary, WeakValueDictionary

from sqlalchemy import BindParameter, ClauseElement, Insert, MetaData, Update
from sqlalchemy.engine import Compiled
from sqlalchemy.orm import Session, registry
from sqlalchemy.orm import session as sessions_of_sqlalchemy
from sqlalchemy.orm.session import SessionTransactionState


def completed_statement(compiled: Compiled) -> ClauseElement | None:
    """Return the statement that was compiled, with the joins that an ORM has added to it.

    SQLAlchemy's public `compiled.statement` has no table that is only joined to load a
    relationship.
    """
    return getattr(compiled.compile_state, "statement", None)


def name_of_parameter(compiled: Compiled, parameter: BindParameter) -> str:
    """Return the name under which a statement that was compiled gets the value of a parameter."""
    return getattr(compiled, "bind_names", {}).get(parameter, parameter.key)


def has_rows_of_its_own(insert: Insert) -> bool:
    """Tell whether more than one row stands in the statement itself: `values([{…}, {…}])`."""
    return bool(insert._multi_values)


def replaces(insert: Insert) -> bool:
    """Tell whether it says what happens to a row that is there: `on_conflict_do_update`."""
    return getattr(insert, "_post_values_clause", None) is not None


def columns_set(update: Update) -> set[str]:
    """Return the names of the columns that an UPDATE sets, if they stand in the statement."""
    ordered = [column for column, _ in getattr(update, "_ordered_values", None) or ()]
    return {str(getattr(each, "name", each)) for each in (*(update._values or ()), *ordered)}


def places_of_parameters(compiled: Compiled) -> list[str]:
    """Return the names of the parameters in the order of their places, if they have places."""
    return list(getattr(compiled, "positiontup", None) or ())


def newest_session() -> int:
    """Return the number of the session that was made last, of those that are still there.

    SQLAlchemy counts them in `hash_key`, and has no event for a new one.
    """
    # A list is made in one go, even if another thread makes a session now.
    return max(list(vars(sessions_of_sqlalchemy._sessions)["data"]), default=0)


def sessions_after(number: int) -> list[Session]:
    """Return the sessions that were made after the one of this number, and are still there."""
    kept = list(vars(sessions_of_sqlalchemy._sessions)["data"].items())
    found = [refers() for each, refers in kept if each > number]
    return [each for each in found if each is not None]


# The functions of SQLAlchemy that flush a session, and why they do.
FLUSHES = {"_autoflush": "autoflush", "_prepare_impl": "commit", "_take_snapshot": "savepoint"}


def cause_of_flush() -> str:
    """Return why a session flushes that is about to; empty if it was asked to.

    It is "autoflush", "commit" or "savepoint". No event tells this, only who calls.
    """
    frame: FrameType | None = sys._getframe(1)
    is_found = False
    while frame is not None:
        name = frame.f_code.co_name
        is_inside = frame.f_globals.get("__name__") == sessions_of_sqlalchemy.__name__
        if is_found and name != "flush":  # a class of the app may have a method of this name
            return FLUSHES.get(name, "") if is_inside else ""
        is_found = is_found or (is_inside and name == "flush")
        frame = frame.f_back
    return ""


def is_connecting(session: Session) -> bool:
    """Tell whether a session waits for a connection.

    The public `is_active` is False then as well, as if its transaction had failed.
    """
    connecting = getattr(SessionTransactionState, "PROVISIONING_CONNECTION", None)
    state = getattr(session.get_transaction(), "_state", None)
    return state is not None and state is connecting


@contextmanager
def nothing_mapped(registry: registry, metadata: MetaData) -> Iterator[None]:
    """Let a registry know no class in this block, and forget at its end what it got to know.

    Args:
        registry: of declarative classes.
        metadata: what it has for its tables in this block.

    """
    with mock.patch.multiple(
        registry,
        metadata=metadata,
        _class_registry=WeakValueDictionary(),
        _managers=WeakKeyDictionary(),
        _new_mappers=False,  # or those of before would never be configured afterwards
    ):
        yield
