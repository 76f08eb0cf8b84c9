"""Which changes a reader is told of: not what was there before, nor what nobody refers to."""

from collections.abc import Iterable
from dataclasses import replace

from workbook.xray.record.moment import Moment
from workbook.xray.snapshot import (
    MEMORY,
    OBJECTS,
    SESSION,
    Change,
    ObjectState,
    SessionState,
    State,
    TableState,
    VariableState,
)


def of_interest(
    moment: Moment, start: dict[tuple[str, str], State], *, first: bool, given: bool
) -> Iterable[Change]:
    """Yield the changes of a moment that count.

    Args:
        moment: that it is about.
        start: what was there before the first moment; what is seen for the first time is added.
        first: whether no line of the function has run yet.
        given: whether a line that is shown has called it, and so has made what it gets.

    """
    changes = moment.changes
    gone = {c.name for c in changes if isinstance(c.before, ObjectState) and c.after is None}
    for change in changes:
        if change.name in gone or _without(change.before, gone) == change.after:
            continue  # nothing refers to the object any more, and Python has freed it
        appears = change.before is None
        local = isinstance(change.after, VariableState) and change.lane == OBJECTS
        is_made = change.lane in (OBJECTS, SESSION) and (given or not first)
        if appears and not local and not is_made:
            state = change.after
            if isinstance(state, TableState) and state.pending:
                state = replace(state, pending=())
                yield replace(change, before=state)
            if state is not None:
                start[change.lane, change.name] = state
        elif isinstance(change.after or change.before, VariableState) and change.lane != MEMORY:
            if change.after is not None and not (appears and first):
                yield change
        else:
            yield change


def _without(state: State | None, names: set[str]) -> State | None:
    """Return the state; of a session, without the objects of these names on its lists."""
    if not isinstance(state, SessionState):
        return state
    lists = [(kind, tuple(n for n in labels if n not in names)) for kind, labels in state.lists]
    return replace(state, lists=tuple((kind, labels) for kind, labels in lists if labels))
