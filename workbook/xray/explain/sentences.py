"""Say in plain words what a line did. They depend on what was observed, not on the line's text."""

from collections.abc import Sequence
from itertools import zip_longest

from workbook.known_errors.lookup import known_error_text
from workbook.xray.entries import Entry, Header, Phase, Step
from workbook.xray.explain.closing import CLOSES_IDLE, ends_block
from workbook.xray.explain.memory_and_files import (
    IN_BUFFER,
    of_memory_and_files,
    waits_in_buffer,
    without_variables,
)
from workbook.xray.explain.named_parts import of_part
from workbook.xray.explain.pieces import Pieces
from workbook.xray.explain.session import of_refused, of_session
from workbook.xray.explain.so_far import SoFar
from workbook.xray.snapshot import Snapshot

RAISED = "The line failed. Python goes on where the error is caught, if it is caught."
PASSES = "The error comes from further in, and ends this line, too."


def explain(entries: Sequence[Entry], before: Snapshot) -> None:
    """Give each step, and each part of one, its sentence."""
    seen, pieces = SoFar.before(before), Pieces(entries)
    failed: dict[str, Step] = {}  # by what they raised
    depths: dict[int, int] = {}  # of the calls
    for entry, following in zip_longest(entries, entries[1:]):
        if isinstance(entry, Header):
            depths[entry.call] = entry.depth
            seen.states = without_variables(seen.states, entry.depth, depths)
        if not isinstance(entry, Step):
            continue
        depths[entry.call] = entry.depth
        seen.states = without_variables(seen.states, entry.depth + 1, depths)
        for phase in entry.phases:
            if not pieces.is_inner(phase):
                phase.sentence = _sentence(entry, pieces.whole(phase), seen, before)
            seen.note(entry, phase)
        if entry.pauses:
            entry.sentence = (
                "The function pauses here and hands the value over. It goes on further below."
            )
        elif entry.error and not any(phase.name == "raise" for phase in entry.phases):
            is_idle = entry.passes and not entry.phases and ends_block(entry, following, seen)
            entry.sentence = f"{CLOSES_IDLE if is_idle else ''} {_failed(entry)}".strip()
        elif not entry.phases and ends_block(entry, following, seen):
            entry.sentence = CLOSES_IDLE
        elif not entry.phases and waits_in_buffer(seen.states, before):
            entry.sentence = IN_BUFFER
        if entry.error and not entry.passes:
            failed.setdefault(entry.error, entry)
    for step in failed.values():
        _say_what_it_means(step)


def _say_what_it_means(step: Step) -> None:
    """Add to a line that failed what is known of its error."""
    means, message = "", step.error
    while not means and ": " in message:  # one error may tell of another
        name, _, message = message.partition(": ")
        means = known_error_text(name, message)
    parts: list[Phase | Step] = [phase for phase in step.phases if phase.name == "raise"]
    if means and step.by:
        step.sentence = means
        return
    for part in (*parts, step):
        if means and part.sentence.endswith(RAISED):
            part.sentence = f"{part.sentence} {means}"
            return


def _failed(step: Step) -> str:
    if step.by:
        return ""  # it is no line that is shown
    return PASSES if step.passes else RAISED


def _sentence(step: Step, phase: Phase, seen: SoFar, start: Snapshot) -> str:
    if phase.name == "raise":
        return " ".join(filter(None, (of_refused(phase, seen), _failed(step))))
    of_others = of_memory_and_files(phase, seen.states, start)
    return of_part(step, phase, seen) or of_others or of_session(step, phase, seen)
