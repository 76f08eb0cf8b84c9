"""Give an example to both apps at once, and say where their answers differ first."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from workbook.same.answers.compared import differences
from workbook.same.answers.difference import Difference
from workbook.same.answers.noise import Noise, Tokens
from workbook.same.findings.accepted import Accepted
from workbook.same.findings.found import Found, Seen
from workbook.same.requests.step import RESTART, Example, requests_in
from workbook.same.side.runner import Ran, Side

NEVER: dict[str, Any] = {"status": 0, "headers": [], "body": "", "raised": "no answer"}


class Comparing:
    """Two apps, what is known of their noise, and what is accepted.

    Args:
        noise: where they may differ.
        accepted: how they may differ.

    Attributes:
        known: differences that have been found already; they are passed over.

    """

    def __init__(self, noise: Noise, accepted: Accepted) -> None:
        self.noise, self.accepted = noise, accepted
        self.known: set[Difference] = set()
        self.seen = Seen()
        self._compared = 0  # answers of the last example, up to where the apps part ways
        self._threads = ThreadPoolExecutor(2, "same")

    def run(
        self, old: Side, new: Side, example: Example, known: Ran | None = None
    ) -> tuple[Ran, Ran]:
        """Run an example in both apps at the same time; in NEW alone, where OLD's answer is known.

        Args:
            old: OLD.
            new: NEW.
            example: its steps.
            known: what came of it in OLD.

        """
        second = self._threads.submit(new.run, example)
        first = known or self._threads.submit(old.run, example).result()
        ran = first, second.result()
        old.lines |= ran[0].lines
        new.lines |= ran[1].lines
        return ran

    def count(self, example: Example, old: Ran) -> None:
        """Count the example that was compared last among what was tried."""
        requests = requests_in(example)
        self.seen.examples += 1
        self.seen.used += old.used
        for step, answer in zip(requests, old.answers[: self._compared], strict=False):
            self.seen.note(step.operation, answer["status"])

    def first(self, example: Example, old: Ran, new: Ran) -> Found | None:
        """Return the first difference that counts; an example ends where the apps part ways."""
        tokens = Tokens()
        place, self._compared = -1, 0
        for i, step in enumerate(example):
            if step == RESTART:
                continue
            place += 1
            if place >= max(len(old.answers), len(new.answers)):
                return None
            self._compared = place + 1
            first, second = ((ran.answers[place:] or [NEVER])[0] for ran in (old, new))
            found = differences(step.operation, first, second, self.noise, tokens, is_new=True)
            for each in found:
                if not self.accepted.has(each) and each not in self.known:
                    return Found(each, example[: i + 1], old, new)
            if found and first["status"] // 100 != second["status"] // 100:
                return None  # accepted, yet what follows cannot be compared
        return None

    def close(self) -> None:
        """Let the threads end."""
        self._threads.shutdown(wait=False, cancel_futures=True)
