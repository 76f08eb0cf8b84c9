"""Check all endpoints of all submissions, several at once, each in a process of its own."""

from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from threading import Event

from workbook.checker.limits import Limits
from workbook.checker.run import run_check
from workbook.checker.verdict import Verdict
from workbook.endpoints import ENDPOINTS
from workbook.grade.journal import Journal, key_of
from workbook.grade.result import Result
from workbook.grade.submissions import MAIN, Submission
from workbook.processes.held_folder import held_folder

AHEAD = 50  # submissions, for each check at once, that may be begun before the first is over


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
    submissions: Iterable[Submission],
    limits: Limits,
    jobs: int,
    journal: Journal,
) -> Generator[Grade]:
    """Check the submissions, and yield their grades in the same order.

    What is in the journal is not checked, nor is the same text twice. When the generator is closed,
    or an error goes through it, all checks stop.

    Args:
        submissions: what the students handed in.
        limits: what each check may use.
        jobs: how many checks run at once.
        journal: what is known already; results are added to it.

    """
    stop = Event()
    begun: deque[tuple[Submission, str]] = deque()
    tasks: dict[str, list[Future[Result]]] = {}  # by key, of what is begun
    with ThreadPoolExecutor(jobs) as workers:

        def begin(submission: Submission) -> None:
            no_text = f"problem of {submission.student}"
            key = no_text if submission.problem else key_of(submission.text)
            if key not in tasks:
                arguments = (submission, key, limits, stop, journal)
                tasks[key] = [workers.submit(_result, each, *arguments) for each in ENDPOINTS]
            begun.append((submission, key))

        def oldest() -> Grade:
            submission, key = begun.popleft()
            results = tuple(task.result() for task in tasks[key])
            if all(key != other for _, other in begun):
                del tasks[key]
            return Grade(replace(submission, text=b""), results)

        try:
            for each in submissions:
                begin(each)
                if len(begun) > AHEAD * jobs:
                    yield oldest()
            while begun:
                yield oldest()
        finally:
            stop.set()
            workers.shutdown(cancel_futures=True)


def _result(
    endpoint: str, submission: Submission, key: str, limits: Limits, stop: Event, journal: Journal
) -> Result:
    if submission.problem:
        return Result(endpoint, False, submission.problem)
    if known := journal.find(key, endpoint):
        return known
    try:
        with held_folder() as folder:
            # A copy, each time: a submission may change its own file.
            path = folder / MAIN
            path.write_bytes(submission.text)
            result = Result.of(run_check(endpoint, path, limits, stop, brief=True))
    except Exception as error:  # no more processes, a full disk: the others can still be checked
        return Result.of(Verdict(endpoint, check_failed=repr(error)))
    # What a check says that failed or was stopped is not about the submission.
    if not result.check_failed and not stop.is_set():
        journal.add(key, result)
    return result
