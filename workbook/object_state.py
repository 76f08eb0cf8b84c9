"""The state that an object is in, in SQLAlchemy's own words."""

from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import InstanceState

STATES = ("transient", "pending", "persistent", "deleted", "detached")


def state_of(table_object: Any) -> str:
    """Return which of the five states a table object is in, without disturbing it.

    Args:
        table_object: an object of a table class.

    Raises:
        sqlalchemy.exc.NoInspectionAvailable: it is something else.
    """
    return state_in(inspect(table_object))


def state_in(info: InstanceState[Any]) -> str:
    """Return the same from what `sqlalchemy.inspect` returns for an object.

    Args:
        info: what SQLAlchemy knows about the object.
    """
    return next(name for name in STATES if getattr(info, name))
