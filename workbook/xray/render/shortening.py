"""A long picture is shown in fewer lines, in one way after another until it is short enough."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from workbook.xray.entries import Entry, Header, Remark, Step, Work
from workbook.xray.render.folding import (
    CELL,
    Folded,
    Line,
    Shown,
    folded,
    is_quiet,
    length_of,
)
from workbook.xray.snapshot import LOCAL, Change, SessionState

LONG = 90  # lines of text
LEFT_OUT = Remark(
    "This is long: but for the endpoint, only the lines are shown that did something, without what "
    "became of their own variables and of a session's lists, and without most sentences."
)


@dataclass
class View:
    """What is shown, and whether lines are left out."""

    entries: list[Shown] = field(default_factory=list)
    is_short: bool = False


def view_of(entries: Sequence[Entry]) -> View:
    """Return what is shown of the entries of a picture."""
    shown: list[Shown] = []
    for with_variables in (False, True):
        shown = folded(entries, with_variables=with_variables)
        if length_of(shown) <= LONG:
            return View(shown)
    short = _joined(_with_something(_shortened(shown, explained=True)))
    if length_of(short) > LONG:
        short = _joined(_with_something(_shortened(shown, explained=False)))
    return View([LEFT_OUT, *short], is_short=True)


def _joined(shown: Iterable[Shown]) -> list[Shown]:
    """Return it with the headers in one of functions that only call one another."""
    joined: list[Shown] = []
    for entry in shown:
        last = joined[-1] if joined else None
        if isinstance(entry, Header) and isinstance(last, Header) and _has_called(last, entry):
            file = f" · {last.file}" if last.file else ""
            role = f" — {last.role}" if last.role else ""
            title = f"{last.title}{file}{role} → {entry.title}"
            joined[-1] = replace(entry, title=title, depth=last.depth)
        else:
            joined.append(entry)
    return joined


def _with_something(shown: Iterable[Shown]) -> list[Shown]:
    """Return it without the headers of functions of which nothing is left."""
    kept: list[Shown] = []
    for entry in reversed(list(shown)):
        below = kept[-1] if kept else None
        if not isinstance(entry, Header) or entry.role in (Work.ENDPOINT, CELL):
            kept.append(entry)
        elif isinstance(below, Line):
            if below.step.call == entry.call:
                kept.append(entry)
        elif isinstance(below, Header | Folded):
            header = below.header if isinstance(below, Folded) else below
            if _has_called(entry, header):
                kept.append(entry)
    return kept[::-1]


def _has_called(header: Header, other: Header) -> bool:
    return bool(header.call) and other.caller == header.call


def _shortened(shown: Sequence[Shown], *, explained: bool) -> Iterator[Shown]:
    """Yield what is shown of a long picture; each sentence once, or only the endpoint's."""
    headers = [each for each in shown if isinstance(each, Header)]
    whole = {each.call for each in headers if each.role in (Work.ENDPOINT, CELL)}
    said: set[str] = set()
    for entry in shown:
        if isinstance(entry, Folded) and len(entry.steps) == 1 and entry.header.depth:
            continue
        if not isinstance(entry, Line):
            yield entry
        elif entry.step.call in whole or not is_quiet(entry.step, with_variables=True):
            calls = tuple(each for each in entry.calls if len(each.steps) > 1)
            is_whole = entry.step.call in whole
            step = _short(entry.step, said, is_whole=is_whole, explained=explained or is_whole)
            yield Line(step, calls, is_short=True)
        else:
            yield from (each for each in entry.calls if len(each.steps) > 1)


def _short(step: Step, said: set[str], *, is_whole: bool, explained: bool) -> Step:
    source, *others = step.source.split("\n")
    phases = []
    for phase in step.phases:
        changes = tuple(each for each in phase.changes if is_whole or _counts(each))
        sentence = _once(phase.sentence, said) if explained else ""
        phases.append(replace(phase, changes=changes, sentence=sentence))
    source = f"{source} …" if others else source
    sentence = _once(step.sentence, said) if explained else ""
    return replace(step, source=source, phases=phases, sentence=sentence)


def _counts(change: Change) -> bool:
    if isinstance(change.before, SessionState) and isinstance(change.after, SessionState):
        return change.before.transaction != change.after.transaction
    return LOCAL not in change.name


def _once(sentence: str, said: set[str]) -> str:
    if sentence in said:
        return ""
    said.add(sentence)
    return sentence
