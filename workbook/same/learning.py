"""Learn what is noise: OLD against OLD. If it is not like itself, nothing is like it."""

import time

from workbook.same.comparing import Comparing, Found
from workbook.same.findings.answers_compared import differences
from workbook.same.findings.noise import Noise, Tokens
from workbook.same.requests.step import RESTART, Example
from workbook.same.side.runner import Ran
from workbook.same.told.text import unlike_itself

APART = 1.1  # seconds between two runs, so that times in whole seconds differ


class UnlikeItselfError(ValueError):
    """OLD answers differently each time, in more than values."""

    def __init__(self, found: Found) -> None:
        super().__init__(unlike_itself(found))


def wait_apart(since: float) -> None:
    """Wait until times in whole seconds have changed.

    Args:
        since: when the first of two runs was, by `time.monotonic`.

    """
    time.sleep(max(0.0, since + APART - time.monotonic()))


def learn(example: Example, first: Ran, second: Ran, noise: Noise) -> bool:
    """Compare two runs of the same app, and note where they differ.

    Args:
        example: what was run.
        first: of one run.
        second: of the other.
        noise: more is added.

    Returns:
        Whether there was something new.

    Raises:
        UnlikeItselfError: they differ in more than values.

    """
    changed = False
    requests = [(i, step) for i, step in enumerate(example) if step != RESTART]
    while True:
        tokens, new = Tokens(), False
        for (i, step), old, again in zip(requests, first.answers, second.answers, strict=False):
            for each in differences(step.operation, old, again, noise, tokens):
                if not each.noise:
                    raise UnlikeItselfError(Found(each, example[: i + 1], first, second))
                place = (step.operation, old["status"], each.where)
                (noise.loose if place in noise.consistent else noise.consistent).add(place)
                new = True
        if not new:
            return changed
        changed = True


def confirmed(comparing: Comparing, found: Found, old: Ran, new: Ran) -> Found | None:
    """Return the difference, if it is there again, and is not one of OLD from itself.

    Args:
        comparing: what is known of noise; more is added.
        found: a difference.
        old: what came of its example in OLD, another time.
        new: what came of it in NEW, another time.

    Raises:
        UnlikeItselfError: OLD has answered differently, in more than values.

    """
    learn(found.example, found.old, old, comparing.noise)
    first = comparing.first(found.example, found.old, found.new)
    again = comparing.first(found.example, old, new)
    return first if first and again and again.difference == first.difference else None
