"""Which values of an object differ from those of its row: those that its session knows of, or not.

SQLAlchemy's own `is_modified` would compare with the `__eq__` of the app's classes.
"""

from typing import Any

from sqlalchemy.orm import InstanceState

from workbook.xray.observe.mapped.fingerprints import are_equal, can_change_within, fingerprint
from workbook.xray.observe.mapped.related import added_to, is_never_loaded, members_of

Info = InstanceState[Any]  # what `inspect` returns for an object


def is_changed(info: Info) -> bool:
    """Tell whether a flush has anything to send for an object."""
    return any(_differs(info, key, old) for key, old in list(info.committed_state.items()))


def _differs(info: Info, key: str, old: Any) -> bool:
    new = info.dict.get(key)
    if key not in info.mapper.relationships:
        return not are_equal(old, new)
    if is_never_loaded(new):
        return bool(added_to(info, key)) or len(getattr(old, "deleted_items", ())) > 0
    before, now = members_of(old), members_of(new)
    if before is None or now is None:
        return new is not old
    return set(map(id, before)) != set(map(id, now))


class InPlace:
    """Values that change within, such as a list in a JSON column, while their session sees nothing.

    It keeps no value, only a number for each.
    """

    def __init__(self) -> None:
        # Which objects each value is, by their `id`, and what it was when it was loaded.
        self._known: dict[Info, dict[str, tuple[set[int], int]]] = {}

    def unnoticed(self, info: Info, key: str) -> bool:
        """Tell whether a value differs from the one that was loaded, or sent."""
        value, known = info.dict.get(key), self._known.setdefault(info, {})
        ids, before = known.get(key, (set[int](), 0))
        if info.persistent and key in info.committed_state:
            old = info.committed_state[key]
            # Where the old value was changed as well, the session sees no difference to the new.
            if id(old) in ids and are_equal(old, value) and fingerprint(old) != before:
                ids.add(id(value))
                return True
        elif info.persistent and id(value) in ids:
            return fingerprint(value) != before
        known.pop(key, None)
        if info.persistent and key not in info.committed_state and can_change_within(value):
            known[key] = {id(value)}, fingerprint(value)
        return False

    def forget(self, info: Info) -> None:
        """Note that the object gets its values from the database again."""
        self._known.pop(info, None)

    def noticed(self, info: Info) -> None:
        """Note that the session knows what has changed, and is about to send it."""
        for key in info.committed_state:
            if not self.unnoticed(info, key):
                self._known.get(info, {}).pop(key, None)
