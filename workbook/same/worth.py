"""What a verdict is worth, in sentences that the text and the page share."""

from collections.abc import Iterator

from workbook.same.verdict import Verdict

SEVERAL = "One mistake may show in several places: mend the first, and run this again."
TO_ACCEPT = "What may stay is written into differences.toml, with a reason in place of “…”:"


def headline(verdict: Verdict) -> str:
    """Return the verdict in a line."""
    count = len(verdict.differences())
    if count:
        return f"✗ {count} difference{'s' if count > 1 else ''} between OLD and NEW"
    return "✓ No difference was found between OLD and NEW, as far as these requests reach"


def effort(verdict: Verdict) -> Iterator[str]:
    """Yield how much was tried, and how to try the same again."""
    seen = verdict.seen
    speed = f" ({seen.requests / verdict.seconds * 60:,.0f} a minute)" if verdict.seconds else ""
    yield (
        f"{seen.requests:,} requests, each sent to both apps{speed}, in {seen.examples:,} "
        "examples: an example is a few requests, one after another, to an app that has just been "
        "started."
    )
    yield f"{seen.used:,} of their values, such as ids, were taken from earlier answers."
    yield f"The same requests again: --examples {seen.examples} --seed {verdict.seed}"


def answered(verdict: Verdict) -> Iterator[tuple[str, str]]:
    """Yield each operation, and how often OLD answered it with which status."""
    for operation, statuses in sorted(verdict.seen.statuses.items()):
        counts = [f"{status or 'no answer'} ×{n}" for status, n in sorted(statuses.items())]
        if not statuses:
            counts = ["! never asked"]
        elif all(not 0 < status < 400 for status in statuses):
            counts.append("! never a success")
        yield operation, ", ".join(counts)


def planted_said(verdict: Verdict) -> str:
    """Return how many of the planted mistakes were found."""
    if not verdict.tried:
        return "Planted mistakes: none, as there was nothing to leave out of NEW"
    found = sum(each.requests is not None for each in verdict.tried)
    return (
        f"Planted mistakes: {found} of {len(verdict.tried)} found. Each was put into a copy of "
        "NEW, one at a time, to see whether these requests show it"
    )
