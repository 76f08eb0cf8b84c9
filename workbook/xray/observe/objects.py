"""The objects that sessions look after: their labels, their states, and their loaded values."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy import Column, inspect
from sqlalchemy.orm import InstanceState

from workbook.object_state import state_in
from workbook.xray.observe.orm import is_mapped
from workbook.xray.observe.values import short
from workbook.xray.snapshot import ObjectState

SHOWN = 6  # of more objects only the number is shown

Info = InstanceState[Any]  # what `inspect` returns for an object


class Objects:
    """The objects by label. It keeps what SQLAlchemy knows of them, not the objects themselves.

    A session refers to them weakly, so one more reference would keep them alive.
    """

    def __init__(self) -> None:
        self._infos: dict[str, Info] = {}
        self._labels: dict[Info, str] = {}

    def look(self) -> Iterator[tuple[str, ObjectState]]:
        """Yield the first objects that are still there."""
        for label, info in list(self._infos.items())[:SHOWN]:
            if info.object is not None:
                yield label, self._state(info)

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
        for column in info.mapper.columns:
            key = info.mapper.get_property_by_column(column).key
            if key in info.dict:
                values.append((key, short(info.dict[key])))
            elif key in info.expired_attributes or info.identity_key is not None:
                values.append((key, None))
        for relationship in info.mapper.relationships:
            if relationship.key in info.dict:
                values.append((relationship.key, self._related(info.dict[relationship.key])))
        return ObjectState(info.mapper.class_.__name__, _state_with_expired(info), tuple(values))

    def _related(self, value: Any) -> str:
        if value is None:
            return "None"
        if is_mapped(value):
            return self.label(inspect(value))
        members = list(value.values() if isinstance(value, dict) else value)
        return f"[{', '.join(self.labels([inspect(each) for each in members]))}]"


def row_of(info: Info) -> dict[str, str]:
    """Return the row of an object: what is loaded, by the names of the columns."""
    values = {}
    for column in info.mapper.local_table.columns:
        with suppress(Exception):
            key = info.mapper.get_property_by_column(column).key
            if key in info.dict:
                values[column.name] = short(info.dict[key])
            elif column.default is None and column.server_default is None:
                values[column.name] = "None"
    return values


def table_of(info: Info) -> str:
    """Return the name of the table that the row of an object is in."""
    return str(getattr(info.mapper.local_table, "fullname", ""))  # a query has none


def free(name: str, taken: dict[str, Any]) -> str:
    """Return the name, with a number if it is taken."""
    free, number = name, 1
    while free in taken:
        number += 1
        free = f"{name}·{number}"
    return free


def _state_with_expired(info: Info) -> str:
    """Return the state, "expired" for a persistent object whose values were forgotten."""
    state, mapper = state_in(info), info.mapper
    real = (each for each in mapper.columns if isinstance(each, Column))  # not a computed one
    missing = {mapper.get_property_by_column(each).key for each in real} - set(info.dict)
    return "expired" if state == "persistent" and missing & info.expired_attributes else state
