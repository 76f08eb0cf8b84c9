"""The picture as text, for a terminal, a screen reader and nbval."""

from collections.abc import Iterator, Sequence

from workbook.xray.entries import Answer, Entry, Header, Phase, Remark, Statement, Step
from workbook.xray.render.changes_as_text import change_as_texts, first_sql, state_as_text
from workbook.xray.render.folding import Folded, Line, Shown
from workbook.xray.render.shortening import view_of
from workbook.xray.snapshot import DATABASE, FILE, MEMORY, OBJECTS, SESSION, Snapshot

LABELS = {OBJECTS: "object", SESSION: "session", MEMORY: "memory", FILE: "disk"}
LABELS[DATABASE] = "database"


def lines(
    request: str, before: Snapshot, entries: Sequence[Entry], troubles: Sequence[str]
) -> Iterator[str]:
    """Yield the picture line by line."""
    if before:
        yield "before"
        for (lane, name), state in before.items():
            yield from _marked("    ", LABELS[lane], state_as_text(name, state))
    if request:
        yield f"▶ {request}"
    view = view_of(entries)
    last: Shown | None = None
    for entry in view.entries:
        match entry:
            case Header():
                if not (view.is_short and entry.depth):
                    yield ""
                yield _title(entry)
            case Folded():
                if not entry.header.depth and not isinstance(last, Folded):
                    yield ""
                yield _fold(entry)
            case Line():
                yield from _step(entry)
            case Answer():
                yield ""
                yield f"◀ {entry.status}   {entry.body}".rstrip()
            case Remark():
                if isinstance(last, Line | Folded):
                    yield ""
                yield _remark(entry)
        last = entry
    for trouble in troubles:
        yield f"! {trouble}"


def _title(header: Header) -> str:
    file = f" · {header.file}" if header.file else ""
    role = f"   — {header.role}" if header.role else ""
    return f"{'  ' * header.depth}{header.title}{file}{role}"


def _fold(folded: Folded) -> str:
    return f"{_title(folded.header)}   → {folded.said}"


def _remark(remark: Remark) -> str:
    return f"{'✗' if remark.is_error else '»'} {remark.text}"


def _code(step: Step) -> Iterator[str]:
    """Yield the statement as it is written, with the number of its first line."""
    indent = "  " * step.depth
    first, *others = step.source.split("\n")
    note = f"   # {step.note}" if step.note else ""
    number = f"{step.number:5}│ " if step.number else "       "
    yield f"{indent}{number}{first}{note}"
    for line in others:
        yield f"{indent}     │ {line}".rstrip()


def _step(line: Line) -> Iterator[str]:
    step = line.step
    indent = "  " * step.depth
    did = step.phases or step.error or step.unknown or line.calls
    if line.is_short and not did:
        *code, last = _code(step)
        yield from (*code, f"{last}   ({step.no_change})")
    else:
        yield from _code(step)
    yield from map(_fold, line.calls)
    for phase in step.phases:
        if phase.name:
            yield f"{indent}       ┊ {phase.name}"
        yield from _phase(phase, indent + "       ")
    if step.error:
        verb = "passes on" if step.passes else "raises"
        yield from _marked(indent + "       ", "✗", f"{verb}: {step.error}")
    if step.unknown:
        yield f"{indent}       (not known: {', '.join(step.unknown)})"
    elif not did and not line.is_short:
        yield f"{indent}       ({step.no_change})"
    if step.sentence:
        yield f"{indent}       » {step.sentence}"


def _phase(phase: Phase, indent: str) -> Iterator[str]:
    statements, more = first_sql(phase)
    for statement in statements:
        yield from _marked(indent, "SQL", sql(statement))
    if more:
        yield from _marked(indent, "SQL", more)
    for change in phase.changes:
        for text in change_as_texts(change):
            yield from _marked(indent, LABELS[change.lane], text)
    if phase.sentence:
        yield f"{indent}» {phase.sentence}"


def _marked(indent: str, label: str, text: str) -> Iterator[str]:
    for i, line in enumerate(text.split("\n")):
        yield f"{indent}{label if i == 0 else '':<8} {line}".rstrip()


def sql(statement: Statement) -> str:
    """Return a statement as text."""
    parameters = f"   ← {statement.parameters}" if statement.parameters else ""
    sender = f"through {statement.through}" if statement.through else ""
    notes = "; ".join(filter(None, (sender, statement.note)))
    note = f"   ({notes})" if notes else ""
    error = f"\n✗ {statement.error}" if statement.error else ""
    return statement.text + parameters + note + error


def folded_lines(request: str, entries: Sequence[Entry]) -> Iterator[str]:
    """Yield only the lines that ran, without what they did."""
    if request:
        yield f"▶ {request}"
    for entry in entries:
        match entry:
            case Header():
                yield ""
                yield _title(entry)
            case Step() if entry.number:
                yield from _code(entry)
            case Answer():
                yield ""
                yield f"◀ {entry.status}"
