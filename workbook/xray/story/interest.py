"""Which changes a reader is told of: not what was there before, nor what nobody refers to."""

from collections.abc import Iterable
from dataclasses import replace

from workbook.xray.record.moment import Moment
from workbook.xray.snapshot import (
    BEFORE,
    EARLIER,
    MEMORY,
    OBJECTS,
    SESSION,
    Change,
    ObjectState,
    SessionState,
    State,
    VariableState,
)
from workbook.xray.table_state import TableState

IDLE = SessionState((), "no transaction")  # a reader need not know of a session that does nothing


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
        is_gone = change.lane == OBJECTS and change.name in gone  # a table may have its name
        if is_gone or _without(change.before, gone) == change.after:
            continue  # nothing refers to the object any more, and Python has freed it
        appears = change.before is None
        local = isinstance(change.after, VariableState) and change.lane == OBJECTS
        if appears and change.after == IDLE and _is_older(change.after):
            continue  # it has done nothing yet
        is_made = change.lane in (OBJECTS, SESSION) and (given or not first)
        if isinstance(change.after, SessionState) and change.after.since != BEFORE:
            yield change
        elif appears and not local and not is_made:
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


def _is_older(state: State | None) -> bool:
    return isinstance(state, SessionState) and state.since == EARLIER


def _without(state: State | None, names: set[str]) -> State | None:
    """Return the state; of a session, without the objects of these names in its identity map.

    Its other lists hold on to their objects.
    """
    if not isinstance(state, SessionState):
        return state
    lists = [
        (kind, tuple(n for n in labels if kind != "identity map" or n not in names))
        for kind, labels in state.lists
    ]
    return replace(state, lists=tuple((kind, labels) for kind, labels in lists if labels))
