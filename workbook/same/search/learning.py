"""Learn what is noise: OLD against OLD. If it is not like itself, nothing is like it."""

import time
from typing import Any

from workbook.same.answers.compared import differences
from workbook.same.answers.noise import Noise, Tokens
from workbook.same.findings.found import Found
from workbook.same.requests.step import RESTART, Example, requests_in
from workbook.same.search.comparing import Comparing
from workbook.same.side.runner import Ran, Side
from workbook.same.told.text import unlike_itself

FEW = 3  # examples in which the app is started anew
Answer = dict[str, Any]
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


def learn(example: Example, first: Ran, second: Ran, noise: Noise) -> None:
    """Compare two runs of the same app, and note where they differ.

    Args:
        example: what was run.
        first: of one run.
        second: of the other.
        noise: more is added.

    Raises:
        UnlikeItselfError: they differ in more than values.

    """
    requests = [(i, step) for i, step in enumerate(example) if step != RESTART]
    new = True
    while new:
        tokens, new = Tokens(), False
        for (i, step), old, again in zip(requests, first.answers, second.answers, strict=False):
            for each in differences(step.operation, old, again, noise, tokens):
                if not each.noise:
                    raise UnlikeItselfError(Found(each, example[: i + 1], first, second))
                place = (step.operation, old["status"], each.where)
                (noise.loose if place in noise.consistent else noise.consistent).add(place)
                new = True


def forgets(
    old: Side,
    examples: list[tuple[Example, Ran]],
    looks: Example,
    noise: Noise,
    first: Example | None = None,
) -> bool:
    """Tell whether an app is as new after each restart: then there is nothing of it to compare.

    Args:
        old: the app.
        examples: with what came of them.
        looks: requests that show what there is.
        noise: where answers differ in any case.
        first: requests that each example begins with, as a login.

    """
    looks = [each for each in looks if not each.path]  # whatever came earlier
    again = [*(first or []), *looks]
    has_forgotten = False
    for example, _ in sorted(examples, key=_made, reverse=True)[:FEW] if looks else []:
        steps = requests_in(example)
        answers = old.run([*steps, *looks, RESTART, *again]).answers
        before, after = answers[len(steps) : len(steps) + len(looks)], answers[-len(looks) :]
        new = old.run(again).answers[-len(looks) :]
        if _differ(looks, new, after, noise):
            return False  # something is kept
        has_forgotten |= _differ(looks, before, after, noise)
    return has_forgotten


def _made(ran: tuple[Example, Ran]) -> int:
    steps = requests_in(ran[0])
    pairs = zip(steps, ran[1].answers, strict=False)
    return sum(step.method != "GET" and 0 < answer["status"] < 400 for step, answer in pairs)


def _differ(steps: Example, first: list[Answer], second: list[Answer], noise: Noise) -> bool:
    tokens = Tokens()
    return len(first) != len(second) or any(
        differences(step.operation, a, b, noise, tokens)
        for step, a, b in zip(steps, first, second, strict=False)
    )


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
