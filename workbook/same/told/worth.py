"""What a verdict is worth, in sentences and tables that the text and the page share."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from workbook.same.answers.compared import NOT_AGREED
from workbook.same.findings.found import OTHERS, TRIED, Found
from workbook.same.findings.never_run import spans
from workbook.same.findings.verdict import Verdict

SEVERAL = "One mistake may show in several places: mend the first, and run this again."
TO_ACCEPT = "What may stay is written into differences.toml, with a reason in place of “…”:"
NOISE = "Noise: here OLD differs from itself, as a time or a random id does; NEW may, too"
STANDS_FOR = (
    "This value differs each time, so NEW may have another one; but it has to be the same one "
    "wherever OLD has the same, and another one where OLD has another."
)
NEVER_RUN = "Lines of the apps' functions that never ran: a mistake there is not seen"
UNORDERED = (
    "NEW asks without ORDER BY, and no database promises an order then: here SQLite was told to "
    "reverse it (PRAGMA reverse_unordered_selects = ON). Without that, it need not show."
)


Row = tuple[str, ...]


class Table(NamedTuple):
    """A table: what it is, the heads of its columns, and its rows."""

    title: str
    heads: Row
    rows: Sequence[Row]


def headline(verdict: Verdict) -> str:
    """Return the verdict in a line."""
    count = len(verdict.differences())
    if count:
        return f"✗ {count} difference{'s' if count > 1 else ''} between OLD and NEW"
    return "✓ No difference was found between OLD and NEW, as far as these requests reach"


def explained(verdict: Verdict, found: Found) -> Iterator[str]:
    """Yield what a reader has to know of a difference."""
    difference = found.difference
    if found.unordered:
        yield UNORDERED
    if "[]" in difference.where or ".*" in difference.where:
        yield "[] stands for any item of a list, and .* for any key."
    if difference.kind.startswith(NOT_AGREED):
        yield STANDS_FOR
    operation = f"{difference.operation}: "
    noise = [n.removeprefix(operation) for n in verdict.noise if n.startswith(operation)]
    if noise:
        yield f"Another value each time, in OLD too, so NEW may have others: {', '.join(noise)}"


def effort(verdict: Verdict) -> Iterator[str]:
    """Yield how much was tried, and how to try the same again."""
    seen = verdict.seen
    examples = f"{seen.examples:,} examples" if seen.examples != 1 else "1 example"
    yield (
        f"{seen.requests:,} requests, each sent to both apps, in {examples}: an example is some "
        "requests, one after another, to an app that has just been started."
    )
    yield f"{seen.used:,} of their values come from earlier answers, as the id of what is there."
    words = "The same requests again" if verdict.is_exact else "Most of these requests again"
    typed = " ".join(f"--{name} {value}" for name, value in verdict.again.items())
    named = ", ".join(f"{name}={value}" for name, value in verdict.again.items())
    yield f"{words}: {typed}; in a notebook, {named}"


def tables(verdict: Verdict) -> Iterator[Table]:
    """Yield all else that the verdict rests on."""
    yield Table("What OLD answered, and how often", ("operation", "status"), _answered(verdict))
    yield Table(NEVER_RUN, ("side", "file", "lines"), _never_run(verdict))
    if verdict.noise:
        parts = [each.partition(": ") for each in verdict.noise]
        yield Table(NOISE, ("operation", "where"), [(each[0], each[2]) for each in parts])
    if entries := [*verdict.accepted, *verdict.stale]:
        signs = ["yes"] * len(verdict.accepted) + ["not this time"] * len(verdict.stale)
        rows = [(s, e.operation, e.kind, e.reason) for s, e in zip(signs, entries, strict=True)]
        yield Table("Accepted differences", ("seen", "operation", "difference", "reason"), rows)
    if not verdict.shown:
        yield Table(_planted(verdict), ("where", "mistake"), _missed(verdict))


def _answered(verdict: Verdict) -> list[Row]:
    rows: list[Row] = []
    for operation, statuses in sorted(verdict.seen.statuses.items()):
        counts = [f"{status or 'no answer'} ×{n}" for status, n in sorted(statuses.items())]
        if not statuses:
            counts = ["! never compared"]
        elif operation != OTHERS and all(not 0 < status < 400 for status in statuses):
            counts.append("! never a success")
        rows.append((operation, ", ".join(counts)))
    return rows


def _never_run(verdict: Verdict) -> list[Row]:
    rows: list[Row] = []
    for name, files in verdict.never_run.items():
        rows += [(name, file, spans(lines)) for file, lines in files.items()]
        rows += [] if files else [(name, "each file", "none")]
    return rows


def _planted(verdict: Verdict) -> str:
    if not verdict.tried and verdict.untried:
        return "Planted mistakes: none was tried, as the time was over"
    if not verdict.tried:
        return "Planted mistakes: none, as nothing was found in NEW to leave out"
    missed = len(_missed(verdict))
    untried = f"; for {verdict.untried} more there was no time" if verdict.untried else ""
    return (
        f"Planted mistakes: {len(verdict.tried) - missed} of {len(verdict.tried)} found{untried}. "
        "Each was put into a copy of NEW, one at a time, to see whether the requests of up to "
        f"{TRIED} of these examples show it" + (". Not found:" if missed else "")
    )


def _missed(verdict: Verdict) -> list[Row]:
    missed = [each for each in verdict.tried if each.requests is None]
    return [(f"{each.name}, line {each.planted.line}", each.planted.what) for each in missed]
