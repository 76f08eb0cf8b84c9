"""What a check says: which behaviours hold, where the first answer differs, and why."""

from dataclasses import dataclass, field

from pydantic import TypeAdapter

from workbook.checker.problems import Problem


@dataclass(frozen=True)
class Behaviour:
    """Something that the contract asks for, and whether the endpoint does it.

    Attributes:
        name: in words.
        holds: whether its tests pass.
        is_given: whether a bare `pass` does it too, so that it says nothing about a solution.

    """

    name: str
    holds: bool
    is_given: bool


@dataclass(frozen=True)
class AnswerMismatch:
    """The first answer in a test that differs from the reference's.

    Attributes:
        earlier: the requests before it, each in one line.
        sent: the request.
        came_back: the answer to it.
        expected: the reference's answer to it.
        raised: the error that the app raised meanwhile, and the student's line; empty: none.

    """

    earlier: tuple[str, ...]
    sent: str
    came_back: str
    expected: str
    raised: str = ""


@dataclass(frozen=True)
class RaisedError:
    """What the app raised in a test that fails, and at which request."""

    sent: str
    problem: Problem

    @property
    def sentence(self) -> str:
        """Both in one sentence, and what the error means."""
        return f"{self.sent} raised {self.problem.in_full}"


@dataclass(frozen=True)
class Remark:
    """A diagnosis with its X-ray, as text and as HTML.

    Of the faults only the first has one. `rows` is how many rows the table had before the request
    that the X-ray shows; `raised` is the class of the error that it ended with, if it did.
    """

    name: str
    sentence: str
    is_fault: bool
    text: str
    html: str
    rows: int = 0
    raised: str = ""


@dataclass(frozen=True)
class Verdict:
    """The result of a check.

    Attributes:
        endpoint: its name.
        problem: why nothing could be tested; None: it was tested.
        note: what to know before all else; empty if there is nothing.
        is_untouched: whether the endpoint is still as it was at the start.
        behaviours: in the order of the contract tests.
        mismatch: the first behaviour that does not hold, and where its answers differ.
        errors: what was raised in tests that fail.
        remarks: what is wrong, causes first, or worth knowing.
        printed: what the student's code printed during the main request.
        sql: if it is solved, the statements of the main request: theirs, and the reference's.
        source: the text that was checked; the file may have changed since.
        check_failed: why there is no verdict, in one sentence: the check itself could not be made,
            which says nothing about the student's code; empty: there is a verdict.

    """

    endpoint: str
    problem: Problem | None = None
    note: str = ""
    is_untouched: bool = False
    behaviours: tuple[Behaviour, ...] = ()
    mismatch: tuple[str, AnswerMismatch] | None = None
    errors: tuple[RaisedError, ...] = ()
    remarks: tuple[Remark, ...] = ()
    printed: str = ""
    sql: tuple[tuple[str, ...], tuple[str, ...]] = field(default=((), ()))
    source: str = ""
    check_failed: str = ""

    @property
    def passed(self) -> bool:
        """Whether the endpoint is solved."""
        return (
            not self.check_failed
            and self.problem is None
            and bool(self.behaviours)
            and all(each.holds for each in self.behaviours)
            and not any(each.is_fault for each in self.remarks)
        )

    @property
    def asked(self) -> list[Behaviour]:
        """The behaviours that take a solution: a bare `pass` does not have them."""
        return [each for each in self.behaviours if not each.is_given]

    @property
    def diagnosis(self) -> str:
        """What is wrong, in one sentence; empty if nothing is, or if the cause is not known."""
        if self.check_failed:
            return f"the check itself failed: {self.check_failed}"
        if self.problem is not None:
            return self.problem.in_full if self.problem.meaning else str(self.problem)
        if self.note and not self.passed:
            return self.note
        if self.is_untouched:
            return "not filled in yet"
        said = [each.sentence for each in self.remarks if each.is_fault]
        if not self.passed:
            said += [each.sentence for each in self.errors]
        return said[0] if said else ""


def judged(verdict: Verdict) -> Verdict:
    """Return a verdict; or that there is none, if an error in it is the machine's."""
    problems = [verdict.problem, *(each.problem for each in verdict.errors)]
    for each in problems:
        if each is not None and each.is_of_machine:
            return Verdict(verdict.endpoint, check_failed=str(each))
    return verdict


VERDICT = TypeAdapter(Verdict)  # to and from JSON
