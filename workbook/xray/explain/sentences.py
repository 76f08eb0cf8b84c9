"""Say in plain words what a line did. They depend on what was observed, not on the line's text."""

from collections.abc import Sequence

from workbook.xray.explain.closing import CLOSES_IDLE, closes
from workbook.xray.explain.named_parts import of_part
from workbook.xray.explain.seen import Seen
from workbook.xray.explain.session import of_refused, of_session
from workbook.xray.snapshot import (
    MEMORY,
    Entry,
    FileState,
    Phase,
    Snapshot,
    Step,
    VariableState,
)

RAISED = "The line failed. Python goes on where the error is caught, if it is caught."


def explain(entries: Sequence[Entry], before: Snapshot) -> None:
    """Give each step, and each part of one, its sentence."""
    seen = Seen.before(before)
    for entry in entries:
        if not isinstance(entry, Step):
            continue
        for phase in entry.phases:
            phase.sentence = _sentence(entry, phase, seen)
            seen.note(entry, phase)
        if entry.pauses:
            entry.sentence = (
                "The function pauses here and hands the value over. It goes on further below."
            )
        elif entry.error and not any(phase.name == "raise" for phase in entry.phases):
            entry.sentence = RAISED
        elif not entry.phases and closes(entry) and seen.is_idle():
            entry.sentence = CLOSES_IDLE
        elif not entry.phases and _waits_in_buffer(seen.states):
            entry.sentence = "On disk, the file is still empty: what was written waits in a buffer."


def _waits_in_buffer(snapshot: Snapshot) -> bool:
    variables = (each for each in snapshot.values() if isinstance(each, VariableState))
    is_open = any(each.text == "<open file>" for each in variables)
    return is_open and any(each == FileState("", 0) for each in snapshot.values())


def _sentence(step: Step, phase: Phase, seen: Seen) -> str:
    if phase.name == "raise":
        return " ".join(filter(None, (of_refused(phase, seen), RAISED)))
    return (
        of_part(step, phase, seen)
        or _of_variables_and_files(phase)
        or of_session(step, phase, seen)
    )


def _of_variables_and_files(phase: Phase) -> str:
    files = [c for c in phase.changes if isinstance(c.after, FileState)]
    gone = [c for c in files if isinstance(c.after, FileState) and c.after.text is None]
    written = [c for c in files if isinstance(c.after, FileState) and c.after.text]
    if gone and written:
        is_new = not any(isinstance(c.before, FileState) and c.before.text for c in written)
        whose = "its final name" if is_new else "the place of the old one"
        return f"The new file takes {whose}, in one step."
    if written:
        return "It is on the disk now."
    if files and not gone:
        return "The file exists, but is empty: nothing has been written yet."
    if any(change.lane == MEMORY for change in phase.changes):
        return "Only the memory of this process changed. A restart now would lose it."
    return ""
