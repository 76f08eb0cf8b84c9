"""Name the sessions where a picture has more than one; of a single one, the name says nothing."""

from collections.abc import Sequence
from dataclasses import replace

from workbook.xray.entries import Entry, Step
from workbook.xray.snapshot import SESSION, Change, ObjectState, SessionState, Snapshot, State


def name_sessions(before: Snapshot, entries: Sequence[Entry]) -> Snapshot:
    """Give each session of a picture with several its title; take the names out of others.

    Args:
        before: what was there before.
        entries: the steps among them are changed.

    Returns:
        What was there before, with the titles.

    """
    phases = [phase for each in entries if isinstance(each, Step) for phase in each.phases]
    names = {name for lane, name in before if lane == SESSION}
    names |= {c.name for phase in phases for c in phase.changes if c.lane == SESSION}
    several = len(names) > 1
    for phase in phases:
        phase.changes = tuple(_named(change, several) for change in phase.changes)
        if not several:
            phase.sql = tuple(replace(each, through="") for each in phase.sql)
    return {key: _with_name(key[1], state, several) for key, state in before.items()}


def _named(change: Change, several: bool) -> Change:
    before, after = (
        None if state is None else _with_name(change.name, state, several)
        for state in (change.before, change.after)
    )
    return replace(change, before=before, after=after)


def _with_name(name: str, state: State, several: bool) -> State:
    if isinstance(state, SessionState) and several:
        return replace(state, title=name)
    if isinstance(state, ObjectState) and state.session and not several:
        return replace(state, session="")
    return state
