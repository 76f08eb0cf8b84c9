"""The state that an object is in, in SQLAlchemy's own words."""

from typing import Any

from sqlalchemy import inspect

STATES = ("transient", "pending", "persistent", "deleted", "detached")


def state_of(instance: Any) -> str:
    """Return which of the five states a table object is in, without disturbing it.

    Args:
        instance: an object of a table class.

    Raises:
        sqlalchemy.exc.NoInspectionAvailable: it is not one.
    """
    info = inspect(instance)
    return next(name for name in STATES if getattr(info, name))
