"""OLD against OLD: which operations it answers at all, and what differs by noise."""

import time

from workbook.same.findings.found import Found
from workbook.same.findings.verdict import Verdict
from workbook.same.requests.examples import Requests
from workbook.same.requests.step import Example, requests_in
from workbook.same.search.comparing import Comparing
from workbook.same.search.hunting import drawn
from workbook.same.search.learning import confirmed, forgets, learn, wait_apart
from workbook.same.side.runner import Ran, Side
from workbook.xray.any_app.errors import AppError

LEARNT = 12  # examples, at most, in which noise is looked for at the beginning


class OldTwice:
    """Two copies of OLD.

    Args:
        old: one.
        again: the other.
        comparing: gets what is noise.
        requests: what can be asked; gets what is left out.
        verdict: gets notes.

    Attributes:
        learnt: by seed, the examples from the beginning and what came of them in OLD; none, if
            others are drawn since, as something is left out.

    """

    def __init__(
        self, old: Side, again: Side, comparing: Comparing, requests: Requests, verdict: Verdict
    ) -> None:
        self.old, self._again, self.verdict = old, again, verdict
        self.comparing, self.requests = comparing, requests
        self.learnt: dict[int, tuple[Example, Ran]] = {}

    def learn(self, until: float, most: int | None) -> None:
        """Run some examples twice, a second apart.

        Args:
            until: when to stop, by `time.monotonic`.
            most: so many examples at most; None: as many as are of use.

        Raises:
            AppError: OLD does not start, or answers nothing.
            UnlikeItselfError: it answers differently each time.

        """
        since, examples = time.monotonic(), self.requests.examples()
        for i in range(self.verdict.seed, self.verdict.seed + min(LEARNT, most or LEARNT)):
            if time.monotonic() > until:
                break
            example = drawn(examples, i)
            self.learnt[i] = example, self._run(example)
        ran = list(self.learnt.values())
        wait_apart(since)
        for example, first in ran:
            learn(example, first, self._again.run(example), self.comparing.noise)
        asked = self.requests
        kept = [([s for s in each if s.operation not in asked.left_out], r) for each, r in ran]
        if forgets(self._again, kept, asked.looks, self.comparing.noise, asked.first):
            self.requests.restarts = False
            self.verdict.notes.append(
                "OLD forgets its data when it starts anew, so restarts were not compared"
            )
        if asked.left_out or not asked.restarts:
            self.learnt = {}

    def confirmed(self, found: Found, new: Side, since: float) -> Found | None:
        """Return a difference if it is there again, and is not one of OLD from itself.

        Args:
            found: between OLD and NEW.
            new: NEW.
            since: when it was found, by `time.monotonic`.

        Raises:
            UnlikeItselfError: OLD has answered differently, in more than values.

        """
        if found.difference.noise:
            wait_apart(since)
        again = self.comparing.run(self._again, new, found.example)
        sure = confirmed(self.comparing, found, *again)
        if sure is None and self.comparing.first(found.example, found.old, found.new):
            self.verdict.notes.append(f"seen once, and not again: {found.difference}")
        return sure

    def look_at_successes(self) -> None:
        """Look whether OLD does anything at all.

        Raises:
            AppError: it refuses whatever it is asked, as without a login, or without its data.

        """
        if not self.comparing.seen.requests:
            raise AppError("no request was compared in the time: give it more (--seconds)")
        statuses = self.comparing.seen.statuses
        documented = [statuses.get(each, {}) for each in self.requests.documented]
        if not any(0 < status < 400 for counts in documented for status in counts):
            every = sorted({status for counts in documented for status in counts})
            raise AppError(
                f"{self.old.name} answers no request with a success, only with {every}: "
                "does it need a login (--first, --token), a setting (--old-env), or its files?"
            )

    def _run(self, example: Example) -> Ran:
        ran = self.old.run(example)
        self.old.lines |= ran.lines
        self.leave_out(example, ran)
        return ran

    def leave_out(self, example: Example, ran: Ran) -> bool:
        """Leave out an operation that OLD does not answer: each time would cost seconds.

        Args:
            example: that was run.
            ran: what came of it in OLD.

        Returns:
            Whether there is one.

        Raises:
            AppError: OLD does not start, or nothing is left.

        """
        asked = requests_in(example)
        if not asked or (ran.answers and ran.answers[-1]["status"]):
            return False
        why = ran.answers[-1]["raised"] if ran.answers else "no answer"
        operation = asked[len(ran.answers) - 1].operation if ran.answers else "the start"
        if why.startswith("it does not start"):
            raise AppError(f"{self.old.name}: {why}")
        if operation in [step.operation for step in self.requests.first]:
            raise AppError(f"{self.old.name}: {operation}, which each example begins with: {why}")
        self.verdict.notes.append(f"left out from then on: {operation}: in OLD, {why}")
        self.requests.left_out.add(operation)
        if not self.requests.operations:
            raise AppError(f"{self.old.name} answers nothing: {why}")
        return True
