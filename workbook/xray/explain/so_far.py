"""What was seen up to a line: a sentence about the line may depend on what came before it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from workbook.xray.entries import Phase, Step
from workbook.xray.snapshot import SESSION, Change, ObjectState, SessionState, Snapshot, State

WRITTEN = "transaction open, changes not committed"
BEGUN = "transaction begun (in Python only)"
IDLE = "no transaction"


@dataclass
class SoFar:
    """What was seen.

    Attributes:
        states: what is there now.
        loaded: the values of each object that were there once, by their attributes.
        holds: the line with which the transaction of a session, or a connection, first changed
            something; as long as it is open.

    """

    states: dict[tuple[str, str], State]
    loaded: dict[str, set[str]] = field(default_factory=dict)
    holds: dict[str, Step] = field(default_factory=dict)

    @classmethod
    def before(cls, states: Snapshot) -> "SoFar":
        """Begin with what was there before."""
        seen = cls(dict(states))
        for (_, name), state in states.items():
            seen._load(name, state)
        return seen

    def note(self, step: Step, phase: Phase) -> None:
        """Note what a part of a line did."""
        for change in phase.changes:
            key = (change.lane, change.name)
            if change.after is None:
                self.states.pop(key, None)
                continue
            self.states[key] = change.after
            self._load(change.name, change.after)
            if isinstance(change.after, SessionState):
                if change.after.transaction == WRITTEN:
                    self.holds.setdefault(change.name, step)
                else:
                    self.holds.pop(change.name, None)

    def sessions(self) -> Iterator[tuple[str, SessionState]]:
        """Yield the sessions, and the connections that are used without one, by name."""
        for (lane, name), state in self.states.items():
            if lane == SESSION and isinstance(state, SessionState):
                yield name, state

    def is_idle(self) -> bool:
        """Tell whether there are sessions, and none of them has a transaction."""
        states = [state.transaction for _, state in self.sessions()]
        return bool(states) and set(states) == {IDLE}

    def unnoticed(self, names: set[str]) -> list[tuple[str, str]]:
        """Return the objects and attributes of which these sessions did not notice a change."""
        objects = ((n, s) for (_, n), s in self.states.items() if isinstance(s, ObjectState))
        ours = [(name, state) for name, state in objects if state.session in ("", *names)]
        return [(name, key) for name, state in ours for key in state.unnoticed]

    def waiting_elsewhere(self, names: set[str]) -> list[tuple[str, str]]:
        """Return the objects with something to be sent that no session of these looks after.

        Each comes with the name of its session.
        """
        return [
            (label, name)
            for name, state in self.sessions()
            if name not in names
            for kind, labels in state.lists
            if kind in ("new", "changed", "deleted")
            for label in labels
            if not label.startswith("…")
        ]

    def _load(self, name: str, state: State) -> None:
        if isinstance(state, ObjectState):
            values = {key for key, value in state.values if value is not None}
            self.loaded.setdefault(name, set()).update(values)


def sessions_in(phase: Phase) -> set[str]:
    """Return the names of the sessions that a part of a line changed."""
    return {change.name for change in phase.changes if isinstance(change.after, SessionState)}


def state_changes(phase: Phase) -> Iterator[tuple[Change, str, str]]:
    """Yield the changes of objects, with the states before and after; empty: it was not there."""
    for change in phase.changes:
        if isinstance(change.after, ObjectState):
            before = change.before.state if isinstance(change.before, ObjectState) else ""
            yield change, before, change.after.state
