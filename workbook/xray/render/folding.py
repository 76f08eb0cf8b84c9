"""Functions in which nothing changed are shown in one line."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from workbook.xray.entries import Answer, Entry, Header, Remark, Step, Work
from workbook.xray.snapshot import LOCAL

CELL = "your cell"
AFTER = "after the call"


@dataclass(frozen=True)
class Folded:
    """A function, with all that it called, of which only the header is shown.

    Attributes:
        header: of the function.
        steps: its lines, and those of the functions that it called.
        text: what is said instead.
        calls: the number of each call in a row, and its lines, as far as they are together here.

    """

    header: Header
    steps: tuple[Step, ...]
    text: str
    calls: tuple[tuple[int, tuple[Step, ...]], ...]

    @property
    def said(self) -> str:
        """What is to be said, with the number of calls if there was more than one."""
        by_call: dict[int, tuple[Step, ...]] = {}
        for number, steps in self.calls:  # one that awaits comes in parts
            by_call[number] = (*by_call.get(number, ()), *steps)
        texts = dict.fromkeys(map(_said, by_call.values()))
        text, *others = texts
        if others:
            text = f"{_said([step for steps in by_call.values() for step in steps])}, in all"
        return text if len(by_call) == 1 else f"{text}; {len(by_call)} calls in a row"

    def and_then(self, other: "Folded") -> "Folded":
        """Return both in one, with the lines of the first call."""
        is_same = other.header.call == self.header.call
        steps = (*self.steps, *other.steps) if is_same else self.steps
        return replace(self, steps=steps, calls=(*self.calls, *other.calls))


@dataclass(frozen=True)
class Line:
    """A line that ran, with the functions that it called and that are folded."""

    step: Step
    calls: tuple[Folded, ...] = ()
    is_short: bool = False


Shown = Header | Folded | Line | Answer | Remark


def folded(entries: Sequence[Entry], *, with_variables: bool) -> list[Shown]:
    """Return what is shown of the entries.

    Args:
        entries: of the picture.
        with_variables: whether those are folded, too, in which only their own variables changed.

    """
    shown: list[Shown] = []
    steps_of_all = [each for each in entries if isinstance(each, Step)]
    loud = {each.call for each in steps_of_all if not is_quiet(each, with_variables)}
    loud |= {e.call for e in entries if isinstance(e, Header) and e.role in (Work.ENDPOINT, CELL)}
    place = 0
    while place < len(entries):
        entry = entries[place]
        place += 1
        if isinstance(entry, Header):
            inside = _inside(entries, place)
            steps = tuple(each for each in inside if isinstance(each, Step))
            # A call may go on later, after others: it is folded as a whole or not at all.
            if steps and not loud & {entry.call, *(each.call for each in inside)}:
                place += len(inside)
                _add_folded(shown, Folded(entry, steps, _said(steps), ((entry.call, steps),)))
                continue
        if isinstance(entry, Step):
            _add_line(shown, Line(entry))
        else:
            shown.append(entry)
    return shown


def _add_folded(shown: list[Shown], new: Folded) -> None:
    """Add it to the line that has called it, if that did nothing else before."""
    last = shown[-1] if shown else None
    if isinstance(last, Folded) and _likeness(last) == _likeness(new):
        shown[-1] = last.and_then(new)
    elif isinstance(last, Line) and last.step.depth < new.header.depth and not _did(last.step):
        *others, previous = last.calls or (None,)
        if previous is not None and _likeness(previous) == _likeness(new):
            shown[-1] = replace(last, calls=(*others, previous.and_then(new)))
        else:
            shown[-1] = replace(last, calls=(*last.calls, new))
    else:
        shown.append(new)


def _add_line(shown: list[Shown], new: Line) -> None:
    """Add it; if it is the rest of the last line, after calls that are folded, they are one."""
    last, step = shown[-1] if shown else None, new.step
    notes = step.note.split(", ")
    if isinstance(last, Line) and last.calls and AFTER in notes and _is_rest(last.step, step):
        note = ", ".join(filter(None, (last.step.note, *notes))).replace(AFTER, "").strip(", ")
        shown[-1] = Line(replace(step, note=note), last.calls)
    else:
        shown.append(new)


def _is_rest(step: Step, other: Step) -> bool:
    return (step.call, step.number) == (other.call, other.number) and not _did(step)


def _did(step: Step) -> bool:
    return bool(step.phases or step.error or step.unknown or step.sentence or step.by)


def _likeness(folded: Folded) -> tuple[str, str, int, str, str]:
    header = folded.header
    return header.name, header.file, header.depth, header.role, folded.text


def _said(steps: Sequence[Step]) -> str:
    number = "1 line" if len(steps) == 1 else f"{len(steps)} lines"
    changes = any(phase.changes for step in steps for phase in step.phases)
    if any(step.is_unseen for step in steps):
        what = "no change seen but of its own variables" if changes else "no change seen"
    else:
        what = "only its own variables changed" if changes else "nothing changed"
    counted = [step.note for step in steps if " called " in step.note]
    return "; ".join((f"{number}, {what}", *counted))


def _inside(entries: Sequence[Entry], place: int) -> list[Step | Header]:
    """Return what follows a header and is of the same call, or of those that it has called."""
    header = entries[place - 1]
    inside: list[Step | Header] = []
    for entry in entries[place:]:
        if not isinstance(entry, Step | Header) or not isinstance(header, Header):
            break
        is_same = isinstance(entry, Step) and entry.call == header.call
        if not is_same and (entry.depth <= header.depth or not entry.call):
            break
        inside.append(entry)
    return inside


def is_quiet(step: Step, with_variables: bool) -> bool:
    """Tell whether a line changed nothing, or only variables of its own function, if they count."""
    if step.error or step.unknown or step.sentence or step.pauses:
        return False
    if any(phase.name or phase.sql or phase.more_sql for phase in step.phases):
        return False
    changes = [change for phase in step.phases for change in phase.changes]
    return all(with_variables and LOCAL in change.name for change in changes)


def length_of(shown: Sequence[Shown]) -> int:
    """Return about how many lines of text they make."""
    length = 0
    for entry in shown:
        if isinstance(entry, Line):
            step = entry.step
            length += 1 + step.source.count("\n") + bool(step.sentence) + bool(step.error)
            length += not _did(step) and not entry.calls
            length += len(entry.calls)
            for phase in step.phases:
                length += bool(phase.name) + bool(phase.sentence)
                length += len(phase.sql) + len(phase.changes)
        else:
            length += 2 if isinstance(entry, Header | Answer) else 1
    return length
