"""The objects that sessions look after: their labels, their states, and their loaded values."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column
from sqlalchemy import inspect as state_of
from sqlalchemy.orm import InstanceState

from workbook.xray.observe.values import is_mapped, short
from workbook.xray.snapshot import ObjectState

SHOWN = 6  # of more objects only the number is shown


class Objects:
    """The objects by label. It keeps their states, not the objects: a session holds them weakly."""

    def __init__(self) -> None:
        self._states: dict[str, InstanceState] = {}
        self._labels: dict[InstanceState, str] = {}

    def look(self) -> Iterator[tuple[str, ObjectState]]:
        """Yield the first objects that are still there."""
        for label, state in list(self._states.items())[:SHOWN]:
            if state.obj() is not None:
                yield label, self.thing(state)

    def label(self, state: InstanceState, name: str = "") -> str:
        """Return the label of an object; a new one gets its variable's name, or Class·number."""
        if state in self._labels:
            return self._labels[state]
        kind = state.class_.__name__
        count = sum(known.class_ is state.class_ for known in self._states.values()) + 1
        label = free(name, self._states) if name else free(f"{kind}·{count}", self._states)
        self._states[label], self._labels[state] = state, label
        return label

    def thing(self, state: InstanceState) -> ObjectState:
        """Return what is loaded of an object; nothing is loaded for this."""
        values = []
        for column in state.mapper.columns:
            key = state.mapper.get_property_by_column(column).key
            known = key in state.dict
            forgotten = key in state.expired_attributes or state.key is not None
            if known:
                values.append((key, short(state.dict[key])))
            elif forgotten:
                values.append((key, None))
        for relationship in state.mapper.relationships:
            if relationship.key in state.dict:
                values.append((relationship.key, self._related(state.dict[relationship.key])))
        return ObjectState(state.class_.__name__, _state(state), tuple(values))

    def _related(self, value: Any) -> str:
        if value is None:
            return "None"
        if is_mapped(value):
            return self.label(state_of(value))
        members = list(value.values() if isinstance(value, dict) else value)
        return f"[{', '.join(self.labels([state_of(each) for each in members]))}]"

    def labels(self, states: list[InstanceState]) -> tuple[str, ...]:
        """Return the labels of the first objects, and how many there are if there are more."""
        first = [self.label(state) for state in states[:SHOWN]]
        more = len(states) - len(first)
        return (*first, f"… {len(states)} in all") if more else tuple(first)


def free(name: str, taken: dict[str, Any]) -> str:
    """Return the name, with a number if it is taken."""
    free, number = name, 1
    while free in taken:
        number += 1
        free = f"{name}·{number}"
    return free


def _state(state: InstanceState) -> str:
    for name in ("transient", "pending", "deleted", "detached"):
        if getattr(state, name):
            return name
    mapper = state.mapper
    real = (each for each in mapper.columns if isinstance(each, Column))  # not a computed one
    missing = {mapper.get_property_by_column(each).key for each in real} - set(state.dict)
    is_expired = state.expired or bool(state.expired_attributes & missing)
    return "expired" if missing and is_expired else "persistent"
