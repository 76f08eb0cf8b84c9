"""What an X-ray's entries tell by their order: what came before an error, what after an answer."""

from collections.abc import Sequence

from workbook.checker.evidence.told import WRITES
from workbook.xray.entries import Answer, Entry, Step


def first_failed(entries: Sequence[Entry], error: BaseException | None) -> Step | None:
    """Return the line that raised an error; None: none of those shown did.

    Args:
        entries: of the X-ray.
        error: one of this class; None: the first of any.

    """
    failed = [entry for entry in entries if isinstance(entry, Step) and entry.error]
    if error is not None:
        failed = [step for step in failed if step.error.startswith(f"{type(error).__name__}:")]
    # The line of a caller stands before the lines of what it calls, and fails after them.
    innermost = failed[0] if failed else None
    for step in failed:
        if innermost is not None and step.error == innermost.error and step.depth > innermost.depth:
            innermost = step
        elif step is not innermost:
            break
    return innermost


def up_to(last: Step | None, entries: Sequence[Entry]) -> list[Step]:
    """Return the lines up to this one; None: all of them."""
    steps = [entry for entry in entries if isinstance(entry, Step)]
    ends = [number for number, step in enumerate(steps, start=1) if step is last]
    return steps[: ends[0]] if ends else steps


def commits_after_answer(entries: Sequence[Entry]) -> bool:
    """Tell whether a change was committed only after the client had its answer."""
    has_written = is_answered = False
    for entry in entries:
        is_answered |= isinstance(entry, Answer)
        statements = [each for phase in getattr(entry, "phases", ()) for each in phase.sql]
        for word in (each.text.partition(" ")[0].upper() for each in statements):
            if word == "COMMIT" and has_written and is_answered:
                return True
            has_written = word in WRITES or (has_written and word != "COMMIT")
    return False
