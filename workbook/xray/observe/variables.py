"""Sees variables: those of the functions that run, and those that outlive them.

The latter are shown if a function that ran uses them; see `places`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import FrameType
from typing import Any

from workbook.xray.observe.contexts import in_this_context
from workbook.xray.observe.frames import is_cell, own_variables
from workbook.xray.observe.memory.attributes import kind_of
from workbook.xray.observe.memory.look_ups import LookUps
from workbook.xray.observe.memory.newcomers import Newcomers
from workbook.xray.observe.memory.places import (
    MISSING,
    Place,
    is_data,
    is_empty,
    is_held,
    is_quiet,
    is_shared,
    owner_of,
    places,
)
from workbook.xray.observe.memory.sighting import Sighting, sighted
from workbook.xray.observe.orm import is_mapped, session_in
from workbook.xray.snapshot import LOCAL, MEMORY, OBJECTS, Snapshot, State, VariableState

OWNERS = 100  # that were there before, and whose methods ran
UNDEFINED = Sighting(VariableState("(not defined)", is_quiet=True))


class Variables:
    """The observer.

    Attributes:
        earlier: what is seen for the first time, and known to have been there before.
        first: each variable that outlives functions, as it was seen first.

    """

    def __init__(self) -> None:
        self.earlier: dict[tuple[str, str], State] = {}
        self.first: dict[tuple[str, str], State] = {}
        self._newcomers = Newcomers()
        self._owners: set[int] = set()  # the objects whose methods ran, by `id`
        self._places: dict[tuple[int, str], Place] = {}
        self._same: dict[str, str] = {}  # labels by which the values of other labels are known, too
        self._seen: dict[tuple[str, str], Sighting] = {}
        self._shared: dict[int, str] = {}  # labels by what is there now, for one look
        self._look_ups = LookUps()

    def look(self, frames: Sequence[FrameType]) -> Snapshot:
        """Return the variables."""
        self._newcomers.begin()
        owns = [own_variables(frame) for frame in frames]
        outer: set[str] = set()
        for frame, own in zip(frames, owns, strict=True):
            self._note_places(frame, own, outer)
            outer.update(frame.f_code.co_cellvars)
        self._shared = {}
        now = self._look_at_places()
        if frames:  # the variables of those that have called it are looked at in their turn
            now |= self._look_at_own(len(frames) - 1, frames[-1], owns[-1])
        self._seen = {key: each for key, each in self._seen.items() if LOCAL in key[1]} | now
        snapshot: dict[tuple[str, str], State] = {key: each.state for key, each in now.items()}
        for key, each in now.items():
            if key[0] == MEMORY:
                self.first.setdefault(key, each.state)
        for key, note in self._look_ups.missed(frames, owns, self._shared).items():
            state = snapshot.get(key)
            if isinstance(state, VariableState):
                snapshot[key] = replace(state, note=note)
        return snapshot

    def _note_places(self, frame: FrameType, own: Mapping[str, Any], outer: set[str]) -> None:
        for place in places(frame, own, outer, self._newcomers):
            key = (place.owner, place.name)
            if key in self._places:  # of a closure, another variable of that name may be here now
                self._places[key] = place._replace(label=self._places[key].label)
            elif is_data(place.value()) or is_empty(place.value()):
                self._places[key] = self._labelled(place)
        owner = owner_of(frame, own)
        if owner is not None and owner.owner not in self._owners and len(self._owners) < OWNERS:
            value, kept = owner.value(), [each.value() for each in self._places.values()]
            if not self._newcomers.was_before(value):
                return
            self._owners.add(owner.owner)
            if not is_held(value, kept):
                self._places[owner.owner, owner.name] = self._labelled(owner)

    def _labelled(self, place: Place) -> Place:
        """Return the place with a label that no other has."""
        taken = {each.label for each in self._places.values()}
        module = str(place.holder.get("__name__", "")).rpartition(".")[2]
        label = place.label if place.label not in taken else f"{module}.{place.name}".lstrip(".")
        number = 1
        while label in taken:
            number += 1
            label = f"{place.label}·{number}"
        is_brief = place.is_brief and not self._newcomers.was_before(place.value())
        return place._replace(label=label, is_brief=is_brief)

    def _look_at_places(self) -> dict[tuple[str, str], Sighting]:
        now = {}
        for place in self._places.values():
            key, value = (MEMORY, place.label), place.value()
            if is_shared(value) and id(value) in self._shared:
                self._same[place.label] = self._shared[id(value)]
                continue
            before = self._before(key)
            if value is MISSING or session_in(value) is not None:  # another lane has that
                now[key] = UNDEFINED
                continue
            is_owner = place.owner in self._owners
            quiet = before.state.is_quiet if before else is_owner or is_quiet(place, value)
            now[key] = sighted(place.label, value, before, is_quiet=quiet)
            if place.is_brief and not now[key].state.is_brief:
                state = replace(now[key].state, is_brief=True)
                now[key] = replace(now[key], state=state)
            if is_shared(value):
                self._shared[id(value)] = place.label
        return now

    def _before(self, key: tuple[str, str]) -> Sighting | None:
        """Return what was seen there; of what had another label until now, under that."""
        other = self._same.pop(key[1], None)
        if key in self._seen or other is None:
            return self._seen.get(key)
        before = self._seen.get((MEMORY, other))
        if before is not None:
            self.earlier[key] = before.state
            self.first[key] = self.first.get((MEMORY, other), before.state)
        return before

    def _look_at_own(
        self, depth: int, frame: FrameType, own: Mapping[str, Any]
    ) -> dict[tuple[str, str], Sighting]:
        now = {}
        for name, value in own.items():
            if name == "_" or name.startswith("__") or not _is_plain(value):
                continue
            key = (OBJECTS, f"{depth}{LOCAL}{name}")
            other = self._shared.get(id(value)) if is_shared(value) and not is_cell(frame) else None
            if other is not None and name in frame.f_code.co_freevars:
                continue
            if other is None:
                identity = id(value) if is_shared(value) else 0
                now[key] = sighted(name, value, self._seen.get(key), identity=identity)
            else:  # a change of it is shown there
                now[key] = Sighting(VariableState(f"{other} (the same object)"))
        for name, value in in_this_context(frame):
            key = (OBJECTS, f"{depth}{LOCAL}{name}")
            now[key] = sighted(name, value, self._seen.get(key))
        return now


def _is_plain(value: Any) -> bool:
    return kind_of(value) is object or (session_in(value) is None and not is_mapped(value))
