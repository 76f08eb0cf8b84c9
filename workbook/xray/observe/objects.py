"""The objects that sessions look after: their labels, their states, and their loaded values."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy import Column, inspect
from sqlalchemy.orm import InstanceState, Session

from workbook.object_state import state_in
from workbook.xray.observe.mapped.changes import InPlace
from workbook.xray.observe.mapped.fingerprints import fingerprint, is_long
from workbook.xray.observe.mapped.names import free
from workbook.xray.observe.mapped.related import added_to, is_never_loaded, members_of
from workbook.xray.observe.mapped.rows import shown
from workbook.xray.observe.orm import is_mapped
from workbook.xray.observe.values import said
from workbook.xray.snapshot import ObjectState

SHOWN = 6  # of more objects only the number is shown

Info = InstanceState[Any]  # what `inspect` returns for an object


class Objects:
    """The objects by label. It keeps what SQLAlchemy knows of them, not the objects themselves.

    A session refers to them weakly, so one more reference would keep them alive.

    Args:
        name_of: returns the name of a session.
        trouble: is told what could not be observed, and why.

    Attributes:
        in_place: knows the values that change within.

    """

    def __init__(self, name_of: Callable[[Session], str], trouble: Callable[[str], None]) -> None:
        self.in_place = InPlace()
        self._name_of = name_of
        self._trouble = trouble
        self._infos: dict[str, Info] = {}
        self._labels: dict[Info, str] = {}

    def look(self) -> Iterator[tuple[str, ObjectState]]:
        """Yield the first objects that are still there."""
        for label, info in list(self._infos.items())[:SHOWN]:
            if info.object is None:
                continue
            try:
                state = self._state(info)
            except Exception as error:  # whatever strange value it has
                self._trouble(f"{label} could not be looked at: {said(error)}")
                values = (("values", "(not known)"),)
                state = ObjectState(info.mapper.class_.__name__, state_in(info), values)
            yield label, state

    def label(self, info: Info, name: str = "") -> str:
        """Return the label of an object; a new one gets its variable's name, or Class·number."""
        if info in self._labels:
            return self._labels[info]
        kind = info.mapper.class_
        count = sum(known.mapper.class_ is kind for known in self._infos.values()) + 1
        label = free(name or f"{kind.__name__}·{count}", self._infos)
        self._infos[label], self._labels[info] = info, label
        return label

    def labels(self, infos: Sequence[Info]) -> tuple[str, ...]:
        """Return the labels of the first objects, and how many there are if there are more."""
        first = [self.label(info) for info in infos[:SHOWN]]
        more = len(infos) - len(first)
        return (*first, f"… {len(infos)} in all") if more else tuple(first)

    def in_order(self, infos: Iterable[Info]) -> list[Info]:
        """Return objects in the order in which they got their labels, those without one last."""
        places = {info: place for place, info in enumerate(self._labels)}
        return sorted(infos, key=lambda info: places.get(info, len(places)))

    def _state(self, info: Info) -> ObjectState:
        """Return what is loaded of an object; nothing is loaded for this."""
        values: list[tuple[str, str | None]] = []
        digests: list[tuple[str, int]] = []
        unnoticed: list[str] = []
        for key in dict.fromkeys(_keys_of_columns(info)):
            if key in info.dict:
                value = info.dict[key]
                values.append((key, shown(key, value)))
                if is_long(value):
                    digests.append((key, fingerprint(value)))
                if self.in_place.unnoticed(info, key):
                    unnoticed.append(key)
            elif key in info.expired_attributes or info.identity_key is not None:
                values.append((key, None))
        for relationship in info.mapper.relationships:
            if relationship.key in info.dict:
                values.append((relationship.key, self._related(info, relationship.key)))
        kind, state = info.mapper.class_.__name__, _state_with_expired(info)
        session = info.session
        name = "" if session is None else self._name_of(session)
        return ObjectState(kind, state, tuple(values), name, tuple(unnoticed), tuple(digests))

    def _related(self, info: Info, key: str) -> str:
        value = info.dict[key]
        if value is None:
            return "None"
        if is_mapped(value):
            return self.label(inspect(value))
        members = added_to(info, key) if is_never_loaded(value) else members_of(value)
        if members is None:
            return f"<{type(value).__name__}>"
        labels = self.labels([inspect(each) for each in members if is_mapped(each)])
        text = f"[{', '.join(labels)}]"
        if not is_never_loaded(value):
            return text
        return f"(not loaded) + {text}" if labels else "(not loaded)"


def _keys_of_columns(info: Info) -> Iterator[str]:
    for column in info.mapper.columns:
        with suppress(Exception):  # a column that no attribute stands for
            yield info.mapper.get_property_by_column(column).key


def _state_with_expired(info: Info) -> str:
    """Return the state, "expired" for a persistent object whose values were forgotten."""
    state, mapper = state_in(info), info.mapper
    real = (each for each in mapper.columns if isinstance(each, Column))  # not a computed one
    missing = {mapper.get_property_by_column(each).key for each in real} - set(info.dict)
    return "expired" if state == "persistent" and missing & info.expired_attributes else state
