"""A verdict in words, for a terminal."""

import json
from collections.abc import Iterator
from typing import Any

from workbook.display.harmless import clean
from workbook.same.findings.accepted import entry_for
from workbook.same.findings.found import Found
from workbook.same.findings.never_run import spans
from workbook.same.findings.verdict import Shown, Verdict

WIDE = 110  # characters of a line of an answer
FEW = 12  # of a list, in a terminal


def told(verdict: Verdict) -> Iterator[str]:
    """Yield the lines."""
    yield from (f"✗ OpenAPI: {each}" for each in verdict.documents)
    for each in verdict.shown:
        yield ""
        yield from difference(each)
    yield ""
    yield from worth(verdict)


def difference(shown: Shown) -> Iterator[str]:
    """Yield a difference: the script, both answers, and both X-rays."""
    yield f"✗ {shown.found.difference}"
    yield ""
    yield from (f"  {line}" for line in shown.script.splitlines())
    yield ""
    yield from (f"  {line}" for line in side_by_side(*shown.answers()))
    for name, picture in zip(("OLD", "NEW"), shown.pictures, strict=True):
        yield ""
        yield f"  X-ray of the last request in {name}:"
        yield from (f"  {line}" for line in picture["text"].splitlines())
    yield ""
    yield "  To accept it, write this into differences.toml, with a reason:"
    yield from (f"    {line}" for line in entry_for(shown.found.difference).splitlines())


def side_by_side(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    """Yield both answers line by line; the lines that differ begin with a sign."""
    first, second = (_lines(each) for each in (old, new))
    for i in range(max(len(first), len(second))):
        pair = [(lines[i : i + 1] or ["(nothing)"])[0] for lines in (first, second)]
        sign = " " if pair[0] == pair[1] else "≠"
        yield f"{sign} OLD {pair[0]}"
        if sign != " ":
            yield f"{sign} NEW {pair[1]}"


def _lines(answer: dict[str, Any]) -> list[str]:
    if not answer["status"]:
        return [clean(answer["raised"] or "no answer", one_line=True)]
    lines = [str(answer["status"]) + (f"   ({answer['raised']})" if answer["raised"] else "")]
    lines += [f"{n}: {v}" for n, v in answer["headers"] if n not in ("content-length", "date")]
    try:
        body = json.dumps(json.loads(answer["body"]), ensure_ascii=False, indent=1).splitlines()
    except (ValueError, RecursionError):
        body = answer["body"].splitlines()
    return [clean(line, one_line=True)[:WIDE] for line in [*lines, *body]]


def worth(verdict: Verdict) -> Iterator[str]:
    """Yield what the verdict rests on."""
    seen = verdict.seen
    count = len(verdict.shown) + len(verdict.documents)
    if count:
        yield f"different: {count} difference{'s' if count > 1 else ''} between OLD and NEW"
    else:
        yield "the same, as far as this has looked:"
    speed = f", {seen.requests / verdict.seconds * 60:,.0f} a minute" if verdict.seconds else ""
    yield (
        f"  {seen.requests:,} requests in {seen.examples:,} examples, each sent to both{speed}; "
        f"{seen.used:,} ids from answers; --seed {verdict.seed}"
    )
    for operation, statuses in sorted(seen.statuses.items()):
        reached = ", ".join(
            f"{status or 'no answer'} ×{n}" for status, n in sorted(statuses.items())
        )
        yield f"  {operation}: {reached}"
    for name, files in verdict.never_run.items():
        if not files:
            yield f"  {name}: every line of its functions has run"
        for file, lines in list(files.items())[:FEW]:
            yield f"  {name}: never run: {file}, line {spans(lines)}"
    if verdict.noise:
        yield "  noise, as OLD differs from OLD there: " + "; ".join(verdict.noise[:FEW])
    for each in verdict.accepted:
        yield f"  accepted: {each.operation}: {each.kind} ({each.reason})"
    for each in verdict.stale:
        yield f"  ! accepted, but not seen any more: {each.operation}: {each.kind}"
    for note in dict.fromkeys(verdict.notes):
        yield f"  ! {note}"
    yield from _planted(verdict)


def _planted(verdict: Verdict) -> Iterator[str]:
    if verdict.shown:
        return
    found = sum(each.requests is not None for each in verdict.tried)
    if not verdict.tried:
        yield "  planted mistakes: none, as there was nothing to leave out of NEW"
        return
    yield f"  planted mistakes: {found} of {len(verdict.tried)} would have been found"
    for each in verdict.tried:
        if each.requests is None:
            yield f"  not found: {each.name}, line {each.planted.line}: {each.planted.what}"


def unlike_itself(found: Found) -> Iterator[str]:
    """Yield why nothing can be compared with OLD."""
    yield f"OLD is not like itself: {found.difference}"
    yield "  The same requests were sent twice, each time to a new process:"
    yield from (f"  {line}" for line in Shown(found, ({}, {})).script.splitlines())
    yield from (f"  {line}" for line in side_by_side(*Shown(found, ({}, {})).answers()))
