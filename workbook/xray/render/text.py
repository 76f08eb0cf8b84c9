"""The picture as text, for a terminal, a screen reader and nbval."""

from collections.abc import Iterator, Sequence

from workbook.xray.render.changes_as_text import change_as_texts, first_sql, state_as_text
from workbook.xray.snapshot import (
    DATABASE,
    FILE,
    MEMORY,
    OBJECTS,
    SESSION,
    Answer,
    Entry,
    Header,
    Phase,
    Snapshot,
    Statement,
    Step,
)

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
    for entry in entries:
        match entry:
            case Header():
                yield from _header(entry)
            case Step():
                yield from _step(entry)
            case Answer():
                yield ""
                yield f"◀ {entry.status}   {entry.body}".rstrip()
    for trouble in troubles:
        yield f"! {trouble}"


def _header(header: Header) -> Iterator[str]:
    yield ""
    yield "  " * header.depth + header.title + (f"   — {header.role}" if header.role else "")


def _step(step: Step) -> Iterator[str]:
    indent = "  " * step.depth
    number = f"{step.number:5}│ " if step.number else "       "
    note = f"   # {step.note}" if step.note else ""
    yield f"{indent}{number}{step.source}{note}"
    for phase in step.phases:
        if phase.name:
            yield f"{indent}       ┊ {phase.name}"
        yield from _phase(phase, indent + "       ")
    if step.error:
        yield from _marked(indent + "       ", "✗", f"raises: {step.error}")
    if not step.phases and not step.error:
        yield f"{indent}       (no change)"
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
                yield from _header(entry)
            case Step() if entry.number:
                note = f"   # {entry.note}" if entry.note else ""
                yield f"{'  ' * entry.depth}{entry.number:5}│ {entry.source}{note}"
            case Answer():
                yield ""
                yield f"◀ {entry.status}"
