"""From the log to what is told: headers, lines, and what each line did, in parts."""

from collections.abc import Iterable
from dataclasses import replace

from workbook.xray.entries import Entry, Header, Phase, Remark, Step, Work
from workbook.xray.record.moment import Moment
from workbook.xray.snapshot import (
    DATABASE,
    FILE,
    LOCAL,
    MEMORY,
    OBJECTS,
    SESSION,
    Change,
    ObjectState,
    Snapshot,
    VariableState,
)
from workbook.xray.story.files import with_files
from workbook.xray.story.handlers import without_idle_handlers
from workbook.xray.story.interest import IDLE, of_interest

LANES = (OBJECTS, SESSION, MEMORY, FILE, DATABASE)  # in this order what was there before is told
WORK: dict[str, str] = {
    Work.BACKGROUND: "(a background task)",
    Work.BUILDS: "(FastAPI builds the response)",
    Work.CHECKS: "(FastAPI checks the request)",
    Work.DEPENDENCY: "(a dependency)",
    Work.ENDPOINT: "(the endpoint)",
    Work.HANDLER: "(an exception handler)",
    Work.MIDDLEWARE: "(a middleware)",
    Work.MOUNTED: "(what is mounted there)",
    Work.STREAMS: "(the response is sent, part by part)",
}
CLOSED = "the generator is closed here, and does not go on"


def tell(log: Iterable[Moment], before: Snapshot) -> tuple[Snapshot, list[Entry]]:
    """Return what was there before, and what happened, in order.

    What had changed at a moment was done by the line that ran until then.
    """
    story = _Story(before)
    for moment in log:
        story.add(moment)
    for entry in story.entries:
        if isinstance(entry, Step):
            _name_last_part(entry)
    entries = without_idle_handlers(story.entries)
    return _told(story.start, entries), list(with_files(entries))


def _told(start: Snapshot, entries: Iterable[Entry]) -> Snapshot:
    """Return what was there before, without what is only of interest if something changes it."""
    phases = [phase for entry in entries if isinstance(entry, Step) for phase in entry.phases]
    changed = {(change.lane, change.name) for phase in phases for change in phase.changes}
    told = {
        key: state
        for key, state in start.items()
        if state != IDLE
        and (key in changed or not (isinstance(state, VariableState) and state.is_quiet))
    }
    return dict(sorted(told.items(), key=lambda item: LANES.index(item[0][0])))


class _Story:
    def __init__(self, before: Snapshot) -> None:
        self.start = dict(before)
        self.entries: list[Entry] = []
        self._lines: dict[int, Step | None] = {}  # the line that runs in each call
        self._headers: dict[int, Header] = {}
        self._begun: dict[int, Header] = {}
        self._parents: dict[int, int] = {}
        self._paused: dict[int, tuple[Step, bool]] = {}  # and whether it hands a value over
        self._shown: set[int] = set()  # the calls of which something is told
        self._last = 0  # the call of which something was told last

    def add(self, moment: Moment) -> None:
        """Tell of a moment."""
        number = moment.number
        first = bool(number) and self._lines.get(number) is None
        caller = self._lines.get(self._parents.get(number, 0)) if first else None
        given = caller is not None
        changes = tuple(of_interest(moment, self.start, first=first, given=given))
        if caller is not None and changes and not moment.sql:
            caller.phases.append(Phase("", changes))  # what it gives to the function
            changes = ()
        self._attribute(moment, changes)
        match moment.what:
            case "call" if moment.header is not None:
                self._begin(moment.header, number)
            case "line" if moment.source is not None:
                source = moment.source
                new = Step(source.line, source.text, moment.depth, note=moment.text)
                new.is_unseen = moment.is_unseen
                self._new(new, number)
            case "return" if number in self._lines:
                step = self._lines[number]
                if moment.text and step is not None:
                    self._paused[number] = step, moment.text == "pauses"
                if not moment.text:
                    del self._lines[number]
            case "closed" if number in self._paused:
                step, _ = self._paused.pop(number)
                step.note = ", ".join(filter(None, (step.note, CLOSED)))
                header = self._headers[number]
                self._headers[number] = replace(header, title=f"{header.name}() is closed")
            case "answer" if moment.answer is not None:
                self._tell(moment.answer)
            case "remark" | "failed":
                self._tell(Remark(moment.text, is_error=moment.what == "failed"))

    def _begin(self, header: Header, caller: int) -> None:
        number, header = header.call, replace(header, caller=caller)
        self._parents[number] = caller
        if number in self._lines:  # it goes on
            self._headers[number] = replace(
                self._headers[number], depth=header.depth, caller=caller
            )
            return
        alike = [n for n in self._lines if self._begun[n].title.partition("·")[0] == header.title]
        if alike and header.name != "<module>":  # as two tasks of the same function
            header = replace(header, title=f"{header.title}·{len(alike) + 1}")
        self._lines[number], self._begun[number] = None, header
        is_cell = header.name == "<module>"
        name = header.role if is_cell else f"{header.name}()"
        self._headers[number] = replace(
            header, title=f"{name} goes on", role="" if is_cell else header.role
        )
        if not is_cell:
            calling = self._lines.get(caller)
            if calling is not None and not calling.calls:
                calling.calls = f"{header.name}()"
            self._tell(header, number)

    def _tell(self, entry: Entry, number: int = 0) -> None:
        self.entries.append(entry)
        self._shown.add(number)
        self._last = number

    def _new(self, step: Step, number: int) -> None:
        """Tell of a line; if others were told of since, with the header of its function."""
        step.call = number
        if number in self._shown and not self._has_called(number, self._last):
            self._tell(replace(self._named(number), depth=step.depth), number)
            if number in self._paused:
                paused, hands_over = self._paused.pop(number)
                paused.pauses = hands_over
        self._tell(step, number)
        self._lines[number] = step

    def _named(self, number: int) -> Header:
        """Return the header of a call that goes on, with its arguments if there are others."""
        header = self._headers[number]
        if [each.name for each in self._begun.values()].count(header.name) > 1:
            begun = self._begun[number].title
            return replace(header, title=header.title.replace(f"{header.name}()", begun, 1))
        return header

    def _has_called(self, number: int, other: int) -> bool:
        """Tell whether the other call is this one, or was called by it, directly or not."""
        while other and other != number:
            other = self._parents.get(other, 0)
        return other == number

    def _attribute(self, moment: Moment, changes: tuple[Change, ...]) -> None:
        number = moment.number
        step = self._lines.get(number)
        if moment.what == "rounds" and moment.source is not None:
            note = "once more" if moment.count == 1 else f"{moment.count:,} more times"
            step = Step(moment.source.line, moment.source.text, moment.depth, note=note)
            self._new(step, number)
        is_raised = moment.what == "raise" and not (step is not None and step.error)
        if changes or moment.sql or (moment.what == "cut" and moment.text) or is_raised:
            step = self._where(step, moment)
            if changes or moment.sql or moment.what == "cut":
                name = moment.text if moment.what == "cut" else ""
                step.phases.append(Phase(name, changes, moment.sql, moment.more_sql))
            if is_raised:
                step.error, step.passes = moment.text, moment.passes
            if any(LOCAL not in each.name for each in changes):
                _note(step, [f"while {name} ran, too" for name in moment.meanwhile])
        counted = [f"{name}() called {_times(n)}, not shown" for name, n in moment.counted.items()]
        if moment.goes_on:
            counted.append(f"goes on {_times(moment.goes_on)}, not shown")
        if step is not None:
            _note(step, counted)
            step.unknown = tuple(dict.fromkeys((*step.unknown, *moment.unknown)))
        else:
            for text in counted:
                self._tell(Remark(text))

    def _where(self, step: Step | None, moment: Moment) -> Step:
        """Return the step that did something: the last, or a new one for the same line or work."""
        last = self.entries[-1] if self.entries else None
        if step is None:
            by = moment.by or Work.NOT_SHOWN
            if isinstance(last, Step) and last.by == by and not last.error:
                return last
            step = Step(0, WORK.get(by, f"({by})"), 0, by=by)
            self._tell(step)
        elif last is not step:
            is_called = self._has_called(moment.number, self._last)
            note = "after the call" if is_called else ""
            unseen = step.is_unseen
            step = Step(step.number, step.source, moment.depth, note=note, is_unseen=unseen)
            self._new(step, moment.number)
        return step


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number:,} times"


def _note(step: Step, notes: list[str]) -> None:
    step.note = ", ".join(dict.fromkeys(filter(None, (*step.note.split(", "), *notes))))


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
