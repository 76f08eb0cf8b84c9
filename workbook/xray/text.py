"""The picture as text, for a terminal, a screen reader and nbval."""

from collections.abc import Iterator, Sequence

from workbook.xray.world import (
    DATABASE,
    FILE,
    MEMORY,
    OBJECTS,
    SESSION,
    Answer,
    Change,
    Document,
    Header,
    Phase,
    Rows,
    Statement,
    Step,
    Thing,
    Value,
    Work,
    World,
)

LABELS = {OBJECTS: "object", SESSION: "session", MEMORY: "memory", FILE: "disk"}
LABELS[DATABASE] = "database"


def lines(request: str, before: World, entries: list, troubles: list[str]) -> Iterator[str]:
    """Yield the picture line by line."""
    if before:
        yield "before"
        for (lane, name), seen in before.items():
            yield from _marked("    ", LABELS[lane], _now(name, seen))
    if request:
        yield f"▶ {request}"
    for entry in entries:
        match entry:
            case Header():
                yield ""
                role = f"   — {entry.role}" if entry.role else ""
                yield "  " * entry.depth + entry.title + role
            case Step():
                yield from _step(entry)
            case Answer():
                yield ""
                yield f"◀ {entry.status}   {entry.body}".rstrip()
    for trouble in troubles:
        yield f"! {trouble}"


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
    for statement in phase.sql:
        yield from _marked(indent, "SQL", sql(statement))
    if phase.more_sql:
        yield from _marked(indent, "SQL", f"… and {phase.more_sql} more")
    for change in phase.changes:
        for text in changed(change):
            yield from _marked(indent, LABELS[change.lane], text)
    if phase.sentence:
        yield f"{indent}» {phase.sentence}"


def _marked(indent: str, label: str, text: str) -> Iterator[str]:
    for i, line in enumerate(text.split("\n")):
        yield f"{indent}{label if i == 0 else '':<8} {line}".rstrip()


def sql(statement: Statement) -> str:
    """Return a statement as text."""
    parameters = f"   ← {statement.parameters}" if statement.parameters else ""
    note = f"   ({statement.note})" if statement.note else ""
    error = f"\n✗ {statement.error}" if statement.error else ""
    return statement.text + parameters + note + error


def _now(name: str, seen: object) -> str:
    match seen:
        case Value(text):
            return f"{name}: {text}"
        case Document():
            return f"{name}: {_document(seen)}"
        case Rows():
            count = {0: "no rows", 1: "1 row"}.get(seen.total, f"{seen.total} rows")
            return f"{name}: {seen.note or count}"
        case Thing():
            return _thing(name, None, seen)
        case Work():
            return _work(None, seen)
    return f"{name}: {seen}"


def _document(document: Document) -> str:
    if document.text is None:
        return "does not exist"
    return document.text or "EMPTY (0 bytes)"


def changed(change: Change) -> list[str]:
    """Return what changed, one or more texts."""
    match change.before, change.after:
        case (before, Thing() as after):
            return [_thing(change.label, before, after)]
        case (None, Work() as after):
            return [f"opened: {_work(None, after)}"]
        case (Work() as before, Work() as after):
            return [_work(before, after)]
        case (before, Document() as after):
            return [f"{change.label}: {_document(after)}"]
        case (before, Rows() as after):
            return _rows(change.label, before, after)
        case (None, Value(text)):
            return [f"{change.label} = {text}"]
        case (Value(old), Value(new)):
            return [f"{change.label}: {old} → {new}"]
    return [f"{change.label}: no longer seen"]


def _thing(label: str, before: object, after: Thing) -> str:
    values = dict(after.values)
    if not isinstance(before, Thing):
        shown = "  ".join(
            f"{k}={v if v is not None else '(not loaded)'}" for k, v in values.items()
        )
        return f"{label} = {after.kind}  [{after.state}]  {shown}"
    old = dict(before.values)
    state = "" if before.state == after.state else f"  [{before.state} → {after.state}]"
    if after.state == "expired" and not any(v is not None for v in values.values()):
        return f"{label}{state}  every attribute forgotten"
    changes = [
        f"{k}: {old.get(k)} → {v}" if old.get(k) is not None else f"{k}={v}"
        for k, v in values.items()
        if old.get(k) != v and v is not None
    ]
    forgotten = [k for k, v in values.items() if v is None and old.get(k) is not None]
    if forgotten:
        changes.append(f"forgotten: {', '.join(forgotten)}")
    return f"{label}{state}  {'  '.join(changes)}".rstrip()


def _work(before: Work | None, after: Work) -> str:
    old, new = dict(before.lists) if before else {}, dict(after.lists)
    parts = [
        f"{name}: {{{', '.join(new.get(name, ()))}}}"
        for name in dict.fromkeys([*new, *old])
        if old.get(name, ()) != new.get(name, ())
    ]
    if before is None or before.transaction != after.transaction:
        parts.append(after.transaction)
    return " · ".join(parts)


def _rows(label: str, before: object, after: Rows) -> list[str]:
    if after.note:
        return [f"{label}: {after.note}"]
    old = before.rows if isinstance(before, Rows) else ()
    was = before.pending if isinstance(before, Rows) else ()
    texts = [
        f"{label} {sign} ({_row(after, row)})   only inside this transaction"
        for sign, row in after.pending
        if (sign, row) not in was
    ]
    texts += [
        f"{label} {sign} ({_row(after, row)})   for everyone"
        for sign, row in row_changes(old, after.rows)
    ]
    if was and not after.pending and not texts:
        texts.append(f"{label}: what was only inside the transaction is gone")
    return texts


def row_changes(
    old: Sequence[tuple[str, ...]], new: Sequence[tuple[str, ...]]
) -> list[tuple[str, tuple[str, ...]]]:
    """Return what became of the rows: + new, ~ changed, − gone; the first column is the key."""
    before, after = ({row[0]: row for row in rows} for rows in (old, new))
    changes = [
        ("~" if key in before else "+", row) for key, row in after.items() if before.get(key) != row
    ]
    return changes + [("−", row) for key, row in before.items() if key not in after]


def _row(rows: Rows, row: tuple[str, ...]) -> str:
    return ", ".join(f"{c}={v}" for c, v in zip(rows.columns, row, strict=False))


def folded_lines(request: str, entries: list) -> Iterator[str]:
    """Yield only the lines that ran, without what they did."""
    if request:
        yield f"▶ {request}"
    for entry in entries:
        match entry:
            case Header():
                yield ""
                role = f"   — {entry.role}" if entry.role else ""
                yield "  " * entry.depth + entry.title + role
            case Step() if entry.number:
                note = f"   # {entry.note}" if entry.note else ""
                yield f"{'  ' * entry.depth}{entry.number:5}│ {entry.source}{note}"
            case Answer():
                yield ""
                yield f"◀ {entry.status}"
