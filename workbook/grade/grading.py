"""Check all endpoints of all submissions, several at once, each in a process of its own."""

import re
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event

from workbook.checker.limits import Limits
from workbook.checker.run import run_check
from workbook.checker.verdict import Verdict
from workbook.display.harmless import clean
from workbook.endpoints import ENDPOINTS
from workbook.grade.submissions import MAIN, Submission
from workbook.processes.scratch import scratch

LENGTH = 500  # characters of a diagnosis
# The copy that is checked and its folders have a new name each time; the grades must not show it.
TEMPORARY = re.compile(r"[^\s'\"`(]*[/\\]workbook-\w+[/\\]")


@dataclass(frozen=True)
class Result:
    """One endpoint of one student.

    Attributes:
        endpoint: its name.
        passed: whether it is solved.
        diagnosis: what is wrong, in one line; empty if it passed.
        check_failed: whether the check itself failed, so that it is not known whether it is solved.

    """

    endpoint: str
    passed: bool
    diagnosis: str
    check_failed: bool = False


@dataclass(frozen=True)
class Grade:
    """The result of one student's submission."""

    submission: Submission
    results: tuple[Result, ...]

    @property
    def solved(self) -> int:
        """How many endpoints are solved."""
        return sum(each.passed for each in self.results)

    @property
    def diagnoses(self) -> dict[str, list[str]]:
        """The endpoints by what is wrong with them: what is wrong with all is said once."""
        endpoints: dict[str, list[str]] = {}
        for each in self.results:
            if not each.passed:
                endpoints.setdefault(each.diagnosis, []).append(each.endpoint)
        return endpoints


def grade_submissions(
    submissions: Sequence[Submission],
    limits: Limits,
    jobs: int,
    checked: Callable[[object], None] = lambda _: None,
) -> Generator[Grade]:
    """Check the submissions, and yield their grades in the same order.

    When the generator is closed, or an error goes through it, all checks stop.

    Args:
        submissions: what the students handed in.
        limits: what each check may use.
        jobs: how many checks run at once.
        checked: is called after each check, in any thread.

    """
    stop = Event()
    with ThreadPoolExecutor(jobs) as workers:
        try:
            waiting = []
            for each in submissions:
                tasks = [workers.submit(_result, each, name, limits, stop) for name in ENDPOINTS]
                waiting.append((each, tasks))
                for task in tasks:
                    task.add_done_callback(checked)
            for each, tasks in waiting:
                yield Grade(each, tuple(task.result() for task in tasks))
        finally:
            stop.set()
            workers.shutdown(cancel_futures=True)


def _result(submission: Submission, endpoint: str, limits: Limits, stop: Event) -> Result:
    if submission.problem:
        return Result(endpoint, False, submission.problem)
    try:
        with scratch() as folder:
            # A copy, each time: a submission may change its own file.
            path = folder / MAIN
            path.write_bytes(submission.text)
            verdict = run_check(endpoint, path, limits, stop)
    except Exception as error:  # no more processes, a full disk: the others can still be checked
        verdict = Verdict(endpoint, check_failed=repr(error))
    failed = bool(verdict.check_failed)
    return Result(endpoint, verdict.passed, _fit(_diagnosis(verdict)), failed)


def _diagnosis(verdict: Verdict) -> str:
    if verdict.passed or verdict.diagnosis:
        return "" if verdict.passed else verdict.diagnosis
    if verdict.mismatch is not None:
        behaviour, mismatch = verdict.mismatch
        return (
            f"does not hold: {behaviour}; sent: {mismatch.sent}; came back: {mismatch.came_back}; "
            f"expected: {mismatch.expected}"
        )
    broken = [each.name for each in verdict.behaviours if not each.holds]
    return f"does not hold: {broken[0]}" if broken else "no behaviour could be tested"


def _fit(diagnosis: str) -> str:
    """Return a diagnosis as one line that is the same each time."""
    # Cut first: it may have ten million characters.
    text = TEMPORARY.sub("", clean(diagnosis[: 4 * LENGTH], one_line=True))
    return text if len(text) <= LENGTH else f"{text[: LENGTH - 1]}…"
