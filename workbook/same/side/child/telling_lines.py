"""Which lines of an X-ray make the answer: those that change data, and the one that raises."""

from collections.abc import Iterator, Sequence

from workbook.xray.entries import Entry, Header, Step
from workbook.xray.snapshot import DATABASE, FILE, MEMORY

CHANGES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "COMMIT", "ROLLBACK")
LANES = {MEMORY: "memory", FILE: "disk", DATABASE: "database"}
LONG = 100  # characters of a line that are shown


def telling_lines(entries: Sequence[Entry]) -> list[str]:
    """Return each such line in words, such as "line 23: db.commit()   → INSERT, COMMIT".

    Args:
        entries: of an X-ray; nothing is folded.

    """
    files = {each.call: each.file for each in entries if isinstance(each, Header)}
    found: list[str] = []
    for step in entries:
        if isinstance(step, Step) and step.number and (what := ", ".join(_does(step))):
            file = files.get(step.call, "")
            source = " ".join(step.source.split())
            source = source if len(source) <= LONG else f"{source[: LONG - 1]}…"
            place = f"{file}, line" if file else "line"
            found.append(f"{place} {step.number}: {source}   → {what}")
    return list(dict.fromkeys(found))


def _does(step: Step) -> Iterator[str]:
    if step.error and not step.passes:
        yield f"raises {step.error}"
    sent = [s.text.split(maxsplit=1)[0].upper() for p in step.phases for s in p.sql if s.text]
    verbs = [verb for verb in dict.fromkeys(sent) if verb in CHANGES]
    lanes = {change.lane for phase in step.phases for change in phase.changes}
    if verbs:
        lanes.discard(DATABASE)  # that it changes is said by the SQL
    yield from (f"changes the {name}" for lane, name in LANES.items() if lane in lanes)
    yield from verbs
