"""What differs in a variable or a file, as text: only the parts that do, of a long one."""

from workbook.xray.snapshot import Change, FileState, Part, VariableState


def parts_of(change: Change) -> tuple[Part, ...]:
    """Return the parts that differ; none if the whole values, old and new, say it better."""
    before, after = change.before, change.after
    if isinstance(before, VariableState) and isinstance(after, VariableState):
        if (before.text, before.digest) == (after.text, after.digest):
            return ()
        if after.parts and after.since == before.digest:
            return after.parts
        if before.text == after.text:
            return (Part(change.label, "", "", "changed"),)
    if isinstance(before, FileState) and isinstance(after, FileState):
        if after.parts and after.since == before.digest:
            return after.parts
        if before.text == after.text and before.digest != after.digest:
            return (Part(change.label, "", "", "changed"),)
    return ()


def part_as_text(part: Part) -> str:
    """Return one part, such as `notes[0].done: False → True`."""
    place, sign, old, new = part
    match sign:
        case "+":
            return f"{place} + {new}"
        case "−":
            return f"{place} − {old}"
        case "→":
            return f"{place}: {old} → {new}"
    return f"{place}: {new}"


def note_of(change: Change) -> str:
    """Return what was seen of the use of a variable, if it was seen now."""
    before, after = change.before, change.after
    if not isinstance(before, VariableState) or not isinstance(after, VariableState):
        return ""
    return after.note if after.note != before.note else ""


def is_changed(change: Change) -> bool:
    """Tell whether a variable has another value, rather than only a new note."""
    before, after = change.before, change.after
    if not isinstance(before, VariableState) or not isinstance(after, VariableState):
        return True
    return (before.text, before.digest) != (after.text, after.digest)


def file_as_text(file: FileState) -> str:
    """Return what is in a file."""
    if file.text is None:
        return "does not exist"
    text = file.text or "EMPTY (0 bytes)"
    return f"{text}   ({file.note})" if file.note else text


def variable_as_texts(change: Change, after: VariableState) -> list[str]:
    """Return what changed in a variable, one or more texts."""
    label, before = change.label, change.before
    if not isinstance(before, VariableState) or (after.is_other and is_changed(change)):
        return [f"{label} = {after.text}"]
    texts = [part_as_text(part) for part in parts_of(change)]
    if not texts and is_changed(change):
        texts = [f"{label}: {before.text} → {after.text}"]
    note = note_of(change)
    return [*texts, note] if note else texts


def file_as_texts(change: Change, after: FileState) -> list[str]:
    """Return what changed in a file, one or more texts."""
    parts = [part_as_text(part) for part in parts_of(change)]
    if not parts:
        return [f"{change.label}: {file_as_text(after)}"]
    return [*parts, f"{change.label}: {after.note}"] if after.note else parts
