"""From the log to what is told: headers, lines, and what each line did, in parts."""

from collections.abc import Iterable
from dataclasses import replace

from workbook.xray.record.log import Moment
from workbook.xray.snapshot import (
    BEFORE,
    EARLIER,
    LOCAL,
    MEMORY,
    OBJECTS,
    SESSION,
    Change,
    Entry,
    ObjectState,
    Phase,
    SessionState,
    Snapshot,
    State,
    Step,
    TableState,
    VariableState,
)

BETWEEN = "(between your lines)"
IDLE = SessionState((), "no transaction")  # a reader need not know of a session that does nothing


def tell(log: Iterable[Moment], before: Snapshot) -> tuple[Snapshot, list[Entry]]:
    """Return what was there before, and what happened, in order.

    What had changed at a moment was done by the line that ran until then.
    """
    start = dict(before)
    entries: list[Entry] = []
    running: list[Step | None] = []  # the line that runs in each function that is not over
    awaiting: dict[int, Step | None] = {}  # the line of a function that waits
    for moment in log:
        first = bool(running) and running[-1] is None
        changes = tuple(_of_interest(moment, start, first, len(running) - 1))
        _attribute(moment, changes, entries, running)
        depth = max(len(running) - 1, 0)
        match moment.what:
            case "call":
                running.append(awaiting.pop(moment.number, None))
                if moment.header is not None:
                    entries.append(moment.header)
            case "line" if running and moment.source is not None:
                line = Step(moment.source.line, moment.source.text, depth, note=moment.text)
                running[-1] = line
                entries.append(line)
            case "return" if running:
                step = running.pop()
                if moment.text == "awaits":
                    awaiting[moment.number] = step
                elif step is not None:
                    step.pauses = moment.text == "pauses"
            case "answer" if moment.answer is not None:
                entries.append(moment.answer)
    for entry in entries:
        if isinstance(entry, Step):
            _name_last_part(entry)
    return {key: state for key, state in start.items() if state != IDLE}, entries


def _name_last_part(step: Step) -> None:
    """Name what comes after the parts that have a name: commit() expires, an error is raised."""
    *named, last = step.phases or [Phase()]
    if not named or last.name:
        return
    if step.error:
        last.name = "raise"
    elif named[-1].name == "commit":
        objects = [c.after for c in last.changes if isinstance(c.after, ObjectState)]
        expires = any(each.state == "expired" for each in objects)
        last.name = "expire" if expires else "afterwards"


def _of_interest(
    moment: Moment, start: dict[tuple[str, str], State], first: bool, depth: int
) -> Iterable[Change]:
    """Leave out what was there before and is seen for the first time, and what is out of sight."""
    changes = moment.changes
    # In the middle of a line, since Python 3.12, the variables of a comprehension can be seen: so
    # a variable counts where its own function goes on to another line, or ends.
    inside = moment.what in ("call", "cut")
    gone = {c.name for c in changes if isinstance(c.before, ObjectState) and c.after is None}
    for change in changes:
        if change.name in gone or _without(change.before, gone) == change.after:
            continue  # nothing refers to the object any more, and Python has freed it
        appears = change.before is None
        local = isinstance(change.after, VariableState) and change.lane == OBJECTS
        if appears and change.after == IDLE and _is_older(change.after):
            continue  # it has done nothing yet
        if isinstance(change.after, SessionState) and change.after.since != BEFORE:
            yield change
        elif appears and not local and (first or change.lane not in (OBJECTS, SESSION)):
            state = change.after
            if isinstance(state, TableState) and state.pending:
                state = replace(state, pending=())
                yield replace(change, before=state)
            if state is not None:
                start[change.lane, change.name] = state
        elif isinstance(change.after or change.before, VariableState) and change.lane != MEMORY:
            here = not inside and change.name.startswith(f"{depth}{LOCAL}")
            if here and change.after is not None and not (appears and first):
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


def _attribute(
    moment: Moment, changes: tuple[Change, ...], entries: list[Entry], running: list[Step | None]
) -> None:
    step = running[-1] if running else None
    if moment.what == "rounds" and moment.source is not None:
        note = "once more" if moment.count == 1 else f"{moment.count} more times"
        depth = max(len(running) - 1, 0)
        step = Step(moment.source.line, moment.source.text, depth, note=note)
        entries.append(step)
        if running:
            running[-1] = step
    if moment.what == "raise" and step is not None and not step.error:
        step.error = moment.text
    if not (changes or moment.sql or moment.what == "cut"):
        return
    if step is None:
        step = Step(0, BETWEEN, 0)
        entries.append(step)
    elif entries[-1] is not step:
        step = Step(step.number, step.source, step.depth, note="after the call")
        entries.append(step)
    if running:
        running[-1] = step
    name = moment.text if moment.what == "cut" else ""
    step.phases.append(Phase(name, changes, moment.sql, moment.more_sql))
