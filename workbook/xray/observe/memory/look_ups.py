"""Sees look-ups that miss because `'1'` is not `1`: a key that looks the same is there."""

import linecache
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from enum import Enum
from types import CodeType, FrameType
from typing import Any, NamedTuple
from uuid import UUID

from workbook.xray.observe.memory.attributes import dict_of, fields_of, mro, value_at
from workbook.xray.observe.memory.source import LookUp, look_ups_by_line
from workbook.xray.observe.values import short
from workbook.xray.snapshot import LOCAL, MEMORY, OBJECTS

KEYS = (str, int, UUID)
LISTS = (list, tuple, set, frozenset)
LONG = 10_000  # entries of a list that are looked through
MISSING = object()


class _Line(NamedTuple):
    """A line that is about to run, and its look-ups that would miss."""

    code: CodeType
    number: int
    misses: tuple[LookUp, ...]


class LookUps:
    """The look-ups that missed, of the lines that ran."""

    def __init__(self) -> None:
        self._files: dict[str, dict[int, list[LookUp]]] = {}
        self._lines: list[_Line] = []  # in the functions that run, the outer first
        self._missed: dict[tuple[str, str], str] = {}

    def missed(
        self,
        frames: Sequence[FrameType],
        owns: Sequence[Mapping[str, Any]],
        shared: Mapping[int, str],
    ) -> Mapping[tuple[str, str], str]:
        """Return what there is to say about variables, by their lanes and names.

        Args:
            frames: of the functions that run, the outer first.
            owns: their own variables.
            shared: the labels of the variables that outlive functions, by the `id` of the value.

        """
        lines = []
        for depth, (frame, own) in enumerate(zip(frames, owns, strict=True)):
            names = {**frame.f_globals, **own}
            before = self._lines[depth] if depth < len(self._lines) else None
            if before is not None and before.code is frame.f_code:
                for each in before.misses:
                    if _is_miss(each, names):
                        self._note(each, names, depth if each.where[0] in own else None, shared)
            look_ups = self._in_file(frame.f_code.co_filename).get(frame.f_lineno, ())
            misses = tuple(each for each in look_ups if _is_miss(each, names))
            lines.append(_Line(frame.f_code, frame.f_lineno, misses))
        self._lines = lines
        return self._missed

    def _note(
        self,
        look_up: LookUp,
        names: Mapping[str, Any],
        depth: int | None,
        shared: Mapping[int, str],
    ) -> None:
        root = look_up.where[0]
        where, what = value_at(look_up.where, names), value_at(look_up.what, names)
        twin = _twin_in(where, what, look_up.field)
        label = shared.get(id(where)) or shared.get(id(names[root]))
        own = (OBJECTS, f"{depth}{LOCAL}{root}")
        key = own if depth is not None and not label else (MEMORY, label or root)
        name = look_up.what[-1]
        there, wanted = (f"{short(each, name)} ({_kind(each)})" for each in (twin, what))
        has = f"{'.'.join(look_up.where)} has "
        if look_up.field:
            has += f"an item with {look_up.field} {there}, none with {wanted}"
        else:
            has += f"{there}, not {wanted}"
        self._missed[key] = has

    def _in_file(self, name: str) -> Mapping[int, list[LookUp]]:
        if name not in self._files:
            self._files[name] = look_ups_by_line(linecache.getlines(name))
        return self._files[name]


def _is_miss(look_up: LookUp, names: Mapping[str, Any]) -> bool:
    try:
        where, what = value_at(look_up.where, names), value_at(look_up.what, names)
        return _twin_in(where, what, look_up.field) is not MISSING
    except Exception:  # it cannot be said, or not yet
        return False


def _kind(value: Any) -> str:
    kind = type(value)
    return {str: "text", int: "a number"}.get(kind, f"a {kind.__name__}")


def _twin_in(where: Any, what: Any, field: str) -> Any:
    """Return what looks the same as something that is not there; MISSING if nothing does."""
    twins, is_dict = list(_twins(what)), dict in mro(type(where))
    if not twins or not (is_dict or type(where) in LISTS):
        return MISSING
    if is_dict and not field:
        found = [each for each in (what, *twins) if dict.__contains__(where, each)]
    elif len(where) <= LONG:
        items = list(dict.values(where) if is_dict else where)
        there = {each for each in (_in(item, field) for item in items) if type(each) in KEYS}
        found = [each for each in (what, *twins) if each in there]
    else:
        return MISSING
    return found[0] if found and found[0] is not what else MISSING


def _in(item: Any, field: str) -> Any:
    if field.startswith("["):
        return dict.get(item, field[2:-2]) if type(item) is dict else None
    return fields_of(item).get(field[1:]) if field else item


def _twins(value: Any) -> Iterator[Any]:
    kind = type(value)
    if kind is int:
        yield str(value)
    elif kind is UUID:
        yield from (str(value), value.hex)
    elif kind is str:
        if re.fullmatch(r"-?\d{1,18}", value):
            yield int(value)
        with suppress(ValueError):
            yield UUID(value)
    elif Enum in mro(kind):
        yield dict_of(value)["_value_"]
