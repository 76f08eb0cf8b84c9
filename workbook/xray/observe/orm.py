"""The values of an app that are SQLAlchemy's: objects of mapped classes, and sessions."""

import sys
from typing import Any

from sqlalchemy.orm import Session


def is_mapped(value: Any) -> bool:
    """Tell whether it is an object of a mapped class."""
    return hasattr(type(value), "__mapper__")


def session_in(value: Any) -> Session | None:
    """Return a session; for an asynchronous one, the session inside it that does the work."""
    asynchronous = sys.modules.get("sqlalchemy.ext.asyncio")  # there if the app has asked for it
    if asynchronous is not None and asynchronous.AsyncSession in type(value).__mro__:
        value = value.sync_session
    return value if Session in type(value).__mro__ else None
