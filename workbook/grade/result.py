"""What a check says of one endpoint of one student, in a line of the table."""

from dataclasses import dataclass

from workbook.checker.report.one_line import what_is_wrong
from workbook.checker.verdict import Verdict


@dataclass(frozen=True)
class Result:
    """One endpoint of one student.

    Attributes:
        endpoint: its name.
        passed: whether it is solved.
        diagnosis: what is wrong, in one line; empty if it passed.
        check_failed: whether the check itself failed, so that nothing is known of the endpoint.

    """

    endpoint: str
    passed: bool
    diagnosis: str
    check_failed: bool = False

    @classmethod
    def of(cls, verdict: Verdict) -> "Result":
        """Return what a verdict says, in short."""
        failed = bool(verdict.check_failed)
        return cls(verdict.endpoint, verdict.passed, what_is_wrong(verdict), failed)
