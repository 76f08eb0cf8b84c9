"""The whole comparison: documents, noise, differences, and what the requests would have found."""

import math
import random
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from workbook.same.comparing import Comparing, Found
from workbook.same.findings.accepted import Accepted
from workbook.same.findings.difference import Difference
from workbook.same.findings.documents import document_differences
from workbook.same.findings.never_run import never_run
from workbook.same.findings.noise import Noise
from workbook.same.hunting import MANY, hunt, nothing_kept
from workbook.same.learning import differ_by_noise, learn, wait_apart
from workbook.same.planting import plant
from workbook.same.requests.examples import Requests
from workbook.same.requests.step import Example, Step
from workbook.same.side.runner import Ran, Side, side
from workbook.same.verdict import Shown, Verdict
from workbook.xray.any_app.errors import AppError

LEARNS, PLANTS = 0.12, 0.35  # of the time
LEARNT = 12  # examples, at most, in which noise is looked for at the beginning
LINES = 5  # in one example of so many it is noted which lines run
CORPUS = 150  # examples that planted mistakes are tried with


@dataclass
class Options:
    """How two apps are compared.

    Attributes:
        seconds: how long, about.
        examples: so many at most, so that the time does not matter; None: as the time allows.
        seed: of the random numbers; None: any.
        first: requests that each example begins with.
        requests: requests of the user's, which are tried as well.
        headers: that go with each made-up request.
        old_env: variables for OLD.
        new_env: variables for NEW.
        accepted: differences that may be.
        patience: seconds that an app may take for an answer.
        most: so many differences are looked for.
        plants: plant mistakes, if there is no difference.
        progress: is told what happens.

    """

    seconds: float = 60
    examples: int | None = None
    seed: int | None = None
    first: Sequence[Step] = ()
    requests: Sequence[Step] = ()
    headers: dict[str, Any] = field(default_factory=dict)
    old_env: dict[str, str] = field(default_factory=dict)
    new_env: dict[str, str] = field(default_factory=dict)
    accepted: Accepted = field(default_factory=Accepted)
    patience: float = 5
    most: int = 5
    plants: bool = True
    progress: Callable[[str], None] = lambda _: None


def compare(old: str, new: str, options: Options) -> Verdict:
    """Compare two apps.

    Args:
        old: a file, a folder, or a module, each with `:app` or without.
        new: the same of the other.
        options: how.

    Raises:
        AppError: one of them does not run, or cannot be asked.
        RefusedError: one wants to change what is not in the copy of its folder.
        UnlikeItselfError: OLD answers differently each time.

    """
    with ExitStack() as stack:
        stack.enter_context(nothing_kept())
        options.progress(f"starting {old} and {new}")

        def started(name: str, environment: dict[str, str]) -> Side:
            return stack.enter_context(
                side(name, environment=environment, patience=options.patience)
            )

        first, again = (started(old, options.old_env) for _ in range(2))
        comparison = _Comparison(first, again, started(new, options.new_env), options)
        stack.callback(comparison.comparing.close)
        return comparison.run()


class _Comparison:
    def __init__(self, old: Side, again: Side, new: Side, options: Options) -> None:
        self._old, self._again, self._new, self._options = old, again, new, options
        self._begun = time.monotonic()
        self._seed = random.randrange(10**6) if options.seed is None else options.seed
        self.comparing = Comparing(Noise(), options.accepted)
        self._verdict = Verdict(old.name, new.name, self._seed)
        self._corpus: list[tuple[Example, Ran]] = []
        self._no_answer: dict[str, int] = {}

    def run(self) -> Verdict:
        """Do all of it."""
        verdict, options = self._verdict, self._options
        first, second = self._old.document(), self._new.document()
        requests = self._requests(first)
        if first and second:
            for each in document_differences(first, second):
                if not options.accepted.has(Difference("OpenAPI", each)):
                    verdict.documents.append(each)
                    options.progress(f"OpenAPI: {each}")
        options.progress(f"OLD against OLD, to learn what is noise (seed {self._seed})")
        self._learn(requests)
        self._hunt(requests)
        verdict.seconds = time.monotonic() - self._begun
        verdict.seen = self.comparing.seen
        verdict.noise = self.comparing.noise.described()
        for name, app in (("OLD", self._old), ("NEW", self._new)):
            verdict.notes += app.notes
            verdict.never_run[name] = never_run(app.files, app.place.folder, app.lines)
        if options.plants and not verdict.shown:
            verdict.tried = plant(
                self._new, self.comparing, self._corpus, self._end(1.0), options.progress
            )
        verdict.accepted = [e for e in options.accepted.entries if e in options.accepted.seen]
        verdict.stale = options.accepted.stale()
        return verdict

    def _requests(self, document: dict[str, Any] | None) -> Requests:
        if document is None:
            raise AppError(
                f"{self._old.name} has no OpenAPI document, so no request can be made up: "
                "name a FastAPI app"
            )
        options = self._options
        try:
            requests = Requests(document, options.first, options.requests, options.headers)
        except Exception as error:  # whatever a document that is none leads to
            raise AppError(
                f"the OpenAPI document of {self._old.name} cannot be read: "
                f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"
            ) from None
        if not requests.operations:
            raise AppError(f"the OpenAPI document of {self._old.name} has no operations")
        return requests

    def _end(self, share: float) -> float:
        """Return when a part of the time is over; there is enough if examples are counted."""
        if self._options.examples is not None:
            return math.inf
        return self._begun + self._options.seconds * share

    def _learn(self, requests: Requests) -> None:
        """Run some examples in OLD twice, a second apart."""
        ran: list[tuple[Example, Ran]] = []
        since = time.monotonic()

        def once(example: Example, _: Difference | None) -> None:
            if len(ran) < LEARNT:
                ran.append((example, self._run_old(example, requests)))

        hunt(requests.examples(), once, start=self._seed, until=self._end(LEARNS), most=LEARNT)
        wait_apart(since)
        self._new.reverses = not self._old.connected
        for example, first in ran:
            again = self._again.run(example)
            learn(example, first, again, self.comparing.noise)

    def _run_old(self, example: Example, requests: Requests) -> Ran:
        ran = self._old.run(example, lines=True)
        self._old.lines |= ran.lines
        self._leave_out(example, ran, requests)
        return ran

    def _leave_out(self, example: Example, ran: Ran, requests: Requests) -> None:
        """Leave out an operation that OLD does not answer: each time would cost seconds."""
        asked = [step for step in example if step.operation != "RESTART"]
        if not asked or (ran.answers and ran.answers[-1]["status"]):
            return
        why = ran.answers[-1]["raised"] if ran.answers else "no answer"
        operation = asked[len(ran.answers) - 1].operation if ran.answers else "the start"
        if why.startswith("it does not start"):
            raise AppError(f"{self._old.name}: {why}")
        self._verdict.notes.append(f"left out: {operation}: in OLD, {why}")
        requests.left_out.add(operation)
        if not requests.operations:
            raise AppError(f"{self._old.name} answers nothing: {why}")

    def _hunt(self, requests: Requests) -> None:
        end = self._end(1 - PLANTS)
        start = self._seed + 1

        def left() -> int:
            most = self._options.examples
            return MANY if most is None else max(1, most - self.comparing.seen.examples)

        while time.monotonic() < end and len(self._verdict.shown) < self._options.most:
            found = hunt(requests.examples(), self._tried, start=start, until=end, most=left())
            if found is None:
                return
            self.comparing.known.add(found.difference)
            self._options.progress(f"found: {found.difference}")
            pictures = self._old.picture(found.example), self._new.picture(found.example)
            self._verdict.shown.append(Shown(found, pictures))
            start += 1

    def _tried(self, example: Example, wanted: Difference | None) -> Found | None:
        comparing, since = self.comparing, time.monotonic()
        lines = wanted is None and comparing.seen.examples % LINES == 0
        old, new = comparing.run(self._old, self._new, example, lines=lines)
        found = comparing.first(example, old, new)
        if wanted is not None:
            return found if found and found.difference == wanted else None
        comparing.count(example, old)
        if found is None:
            if comparing.fresh or len(self._corpus) < CORPUS:
                self._corpus.append((example, old))
            if comparing.seen.examples % 20 == 0:
                self._options.progress(f"{comparing.seen.requests:,} requests: the same answers")
            return None
        if found.difference.noise:
            wait_apart(since)
            again = self._again.run(found.example)
            if differ_by_noise(comparing, found, again):
                return None
        return found
