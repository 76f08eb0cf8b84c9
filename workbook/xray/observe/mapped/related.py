"""The objects that an object refers to; nothing is loaded, and no code of the app is called."""

from typing import Any

from sqlalchemy.orm import InstanceState

from workbook.xray.observe.orm import is_mapped


def members_of(value: Any) -> list[Any] | None:
    """Return what is in a collection of objects; None: it is none that is known."""
    kinds = type(value).__mro__
    if dict in kinds:
        return list(dict.values(value))
    for kind in (list, tuple, set, frozenset):
        if kind in kinds:
            return list(kind.__iter__(value))
    return None


def is_never_loaded(value: Any) -> bool:
    """Tell whether this stands for a collection of `dynamic` or `write_only` objects."""
    return value is True


def added_to(info: InstanceState[Any], key: str) -> list[Any]:
    """Return what was added to such a collection, and not sent yet."""
    history = info.committed_state.get(key)
    is_known = type(history).__module__.startswith("sqlalchemy.")
    added = getattr(history, "added_items", ()) if is_known else ()
    return [each for each in added if is_mapped(each)]
