"""Say what a line did with variables that outlive functions, and with files."""

from collections.abc import Mapping

from workbook.xray.entries import Phase
from workbook.xray.explain.named_parts import PERMANENT, sent_in
from workbook.xray.snapshot import LOCAL, MEMORY, Change, FileState, Snapshot, State, VariableState

OPEN_FILE = "<open file>"
IN_BUFFER = "On disk, the file is still empty: what is written to it waits in a buffer."
ONLY_MEMORY = "Only the memory of this process changed. A restart now would lose it."
ONLY_REQUEST = "It lives as long as this request."
ON_DISK = "It is on the disk now."
IS_NEW = "The file exists, but is empty: nothing has been written yet."
EMPTIED = "The file is empty: its old text is gone, and nothing new has been written yet."
A_PART = (
    "A part of the text is on the disk. As long as the file is open, the rest may wait in a buffer."
)
BROKEN = "What is on the disk now is not valid JSON: reading it as JSON will fail."
LOST = "The old text is gone, too: the file was emptied before the new text was complete."
REMOVED = "The file is no longer there."
ALIKE = "The two look the same, but one is text and the other is not: to Python, they differ."
JSON_KEYS = "JSON makes each key of a dict text: turn the keys back after reading."


def of_memory_and_files(phase: Phase, now: Snapshot, start: Snapshot) -> str:
    """Return the sentence for what changed in variables and files; nothing if none did.

    Args:
        phase: a part of what a line did.
        now: what was there before the line, as far as it was seen.
        start: what was there before the request.

    """
    variables = [c for c in phase.changes if isinstance(c.after or c.before, VariableState)]
    alike = _of_look_up(variables)
    files = [c for c in phase.changes if isinstance(c.after, FileState)]
    if alike or files:
        return alike or _of_files(files, phase, now, start)
    if len(phase.changes) > len(variables):
        return ""
    kept = [c.after or c.before for c in variables if c.lane == MEMORY]
    if kept and not phase.sql:
        is_brief = all(isinstance(each, VariableState) and each.is_brief for each in kept)
        return ONLY_REQUEST if is_brief else ONLY_MEMORY
    is_refused = any(statement.error for statement in phase.sql)
    return PERMANENT if "COMMIT" in sent_in(phase) and not is_refused else ""


def waits_in_buffer(now: Snapshot, start: Snapshot) -> bool:
    """Tell whether a file is open that has been emptied and is still empty on the disk."""
    emptied = [_is_empty(state) and not _is_empty(start.get(key)) for key, state in now.items()]
    return any(emptied) and _has_open_file(now)


def without_variables(
    snapshot: Snapshot, depth: int, depths: Mapping[int, int]
) -> dict[tuple[str, str], State]:
    """Return what is there without the variables of calls that are that deep: they are over.

    Args:
        snapshot: what is there.
        depth: from which on.
        depths: of the calls, by their numbers.

    """
    return {
        (lane, name): state
        for (lane, name), state in snapshot.items()
        if LOCAL not in name or depths.get(int(name.partition(LOCAL)[0]), 0) < depth
    }


def _of_look_up(variables: list[Change]) -> str:
    for change in variables:
        states = change.before, change.after
        old, new = (each.note if isinstance(each, VariableState) else "" for each in states)
        if change.before is not None and new and new != old:
            return f"{ALIKE} {JSON_KEYS}" if " (text), not " in new else ALIKE
    return ""


def _of_files(files: list[Change], phase: Phase, now: Snapshot, start: Snapshot) -> str:
    states = [(c, c.after) for c in files if isinstance(c.after, FileState)]
    gone = [change.before for change, new in states if new.text is None]
    here = [(change, new) for change, new in states if new.text is not None]
    for change, new in here:
        if new.size and any(_is_same(each, new) for each in gone):
            whose = "the place of the old one" if _has_text(change.before) else "its final name"
            return f"The new file takes {whose}, in one step."
    if not here:
        return REMOVED
    if all(_is_empty(new) for _, new in here):
        return EMPTIED if any(_has_text(change.before) for change, _ in here) else IS_NEW
    broken = [change for change, new in here if new.note.startswith("not valid JSON")]
    if not broken:
        return ON_DISK
    after = {(c.lane, c.name): c.after for c in phase.changes if c.after is not None}
    if _has_open_file({**now, **after}):
        return A_PART
    is_lost = any(_is_empty(c.before) and _has_text(start.get((c.lane, c.name))) for c in broken)
    return f"{BROKEN} {LOST}" if is_lost else BROKEN


def _has_open_file(snapshot: Snapshot) -> bool:
    variables = (each for each in snapshot.values() if isinstance(each, VariableState))
    return any(each.text == OPEN_FILE for each in variables)


def _is_same(state: State | None, other: FileState) -> bool:
    return isinstance(state, FileState) and (state.digest, state.size) == (other.digest, other.size)


def _has_text(state: State | None) -> bool:
    return isinstance(state, FileState) and state.size > 0


def _is_empty(state: State | None) -> bool:
    return isinstance(state, FileState) and state.text == "" and state.size == 0
