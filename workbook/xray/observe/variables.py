"""Sees variables: those of the functions that run, and those of their modules."""

from collections.abc import Sequence
from types import FrameType
from typing import Any

from workbook.xray.observe.frames import is_cell, module_variables, own_variables
from workbook.xray.observe.orm import is_mapped, session_in
from workbook.xray.observe.values import digest, short
from workbook.xray.snapshot import LOCAL, MEMORY, OBJECTS, Snapshot, State, VariableState

DATA = (dict, list, set, int, float, str, tuple, type(None))


class Variables:
    """The observer. A module's variable is shown if a function that ran uses it."""

    def __init__(self) -> None:
        self._modules: dict[str, dict[str, Any]] = {}  # by the name of the variable

    def look(self, frames: Sequence[FrameType]) -> Snapshot:
        """Return the variables."""
        snapshot: dict[tuple[str, str], State] = {}
        for depth, frame in enumerate(frames):
            self._note_modules(frame)
            for name, value in own_variables(frame).items():
                if not name.startswith("_") and _is_plain(value):
                    snapshot[OBJECTS, f"{depth}{LOCAL}{name}"] = _state(value)
        for name, module in self._modules.items():
            snapshot[MEMORY, name] = _state(module.get(name))
        return snapshot

    def _note_modules(self, frame: FrameType) -> None:
        for name, value in module_variables(frame).items() if not is_cell(frame) else ():
            if type(value) in DATA and not name.isupper():
                self._modules.setdefault(name, frame.f_globals)


def _is_plain(value: Any) -> bool:
    return session_in(value) is None and not is_mapped(value)


def _state(value: Any) -> VariableState:
    return VariableState(short(value), digest(value))
