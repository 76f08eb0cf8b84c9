"""Functions in which nothing changed, each as one line; in a long picture more of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from workbook.xray.snapshot import ENDPOINT, LOCAL, Answer, Entry, Header, Step

LONG = 90  # lines of text; more than these should be few
CELL = "your cell"


@dataclass(frozen=True)
class Folded:
    """A function, with all that it called, of which only the header is shown.

    Attributes:
        header: of the function.
        steps: its lines, and those of the functions that it called.
        text: what is said instead.
        count: how often it was called in a row.

    """

    header: Header
    steps: tuple[Step, ...]
    text: str
    count: int = 1

    @property
    def said(self) -> str:
        """What is to be said, with the number of calls if there was more than one."""
        return self.text if self.count == 1 else f"{self.text}; {self.count} calls in a row"


Shown = Entry | Folded


def fold(entries: Sequence[Entry]) -> list[Shown]:
    """Return the entries; functions in which nothing changed are folded.

    If that is still long, those are folded, too, in which only their own variables changed.
    """
    folded = _folded(entries, with_variables=False)
    return folded if _length(folded) <= LONG else _folded(entries, with_variables=True)


def _folded(entries: Sequence[Entry], *, with_variables: bool) -> list[Shown]:
    shown: list[Shown] = []
    steps_of_all = [each for each in entries if isinstance(each, Step)]
    loud = {each.call for each in steps_of_all if not _is_quiet(each, with_variables)}
    loud |= {e.call for e in entries if isinstance(e, Header) and e.role in (ENDPOINT, CELL)}
    place = 0
    while place < len(entries):
        entry = entries[place]
        inside = _inside(entries, place) if isinstance(entry, Header) else []
        steps = tuple(each for each in inside if isinstance(each, Step))
        calls = {each.call for each in inside if isinstance(each, Step | Header)}
        # A call may go on later, after others: it is folded as a whole or not at all.
        if not (isinstance(entry, Header) and steps) or loud & {entry.call, *calls}:
            shown.append(entry)
            place += 1
            continue
        place += 1 + len(inside)
        _add(shown, Folded(entry, steps, _said(steps)))
    return shown


def _add(shown: list[Shown], new: Folded) -> None:
    last = shown[-1] if shown else None
    if isinstance(last, Folded) and _likeness(last) == _likeness(new):
        shown[-1] = replace(last, count=last.count + 1)
    else:
        shown.append(new)


def _likeness(folded: Folded) -> tuple[str, str, int, str, str]:
    header = folded.header
    return header.name, header.file, header.depth, header.role, folded.text


def _said(steps: Sequence[Step]) -> str:
    number = "1 line" if len(steps) == 1 else f"{len(steps)} lines"
    what = "only its own variables changed" if any(map(_changes, steps)) else "nothing changed"
    counted = [step.note for step in steps if " called " in step.note]
    return "; ".join((f"{number}, {what}", *counted))


def _inside(entries: Sequence[Entry], place: int) -> list[Entry]:
    """Return what follows a header and is of the same call, or of those that it has called."""
    header = entries[place]
    inside: list[Entry] = []
    for entry in entries[place + 1 :]:
        if not isinstance(entry, Step | Header) or not isinstance(header, Header):
            break
        is_same = isinstance(entry, Step) and entry.call == header.call
        if not is_same and (entry.depth <= header.depth or not entry.call):
            break
        inside.append(entry)
    return inside


def _is_quiet(step: Step, with_variables: bool) -> bool:
    if step.error or step.unknown or step.sentence or step.pauses:
        return False
    if any(phase.name or phase.sql or phase.more_sql for phase in step.phases):
        return False
    changes = [change for phase in step.phases for change in phase.changes]
    return all(with_variables and LOCAL in change.name for change in changes)


def _changes(step: Step) -> bool:
    return any(phase.changes for phase in step.phases)


def _length(shown: Sequence[Shown]) -> int:
    """Return about how many lines of text they make."""
    length = 0
    for entry in shown:
        if isinstance(entry, Step):
            length += 1 + entry.source.count("\n") + bool(entry.sentence) + bool(entry.error)
            length += not entry.phases
            for phase in entry.phases:
                length += bool(phase.name) + bool(phase.sentence)
                length += len(phase.sql) + len(phase.changes)
        else:
            length += 2 if isinstance(entry, Header | Answer) else 1
    return length
