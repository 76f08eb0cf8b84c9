"""What a check says of one endpoint of one student, in a line of the table."""

import re
from dataclasses import dataclass

from workbook.checker.verdict import Verdict
from workbook.display.harmless import clean

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
        return cls(verdict.endpoint, verdict.passed, in_one_line(_diagnosis(verdict)), failed)


def in_one_line(diagnosis: str) -> str:
    """Return a diagnosis as one line that is the same each time."""
    # Cut first: it may have ten million characters.
    text = TEMPORARY.sub("", clean(diagnosis[: 4 * LENGTH], one_line=True))
    return text if len(text) <= LENGTH else f"{text[: LENGTH - 1]}…"


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
