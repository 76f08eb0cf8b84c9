"""What is wrong with an endpoint, in one line: for a table, an annotation, another program."""

import re

from workbook.checker.exercise import functions
from workbook.checker.verdict import Verdict
from workbook.display.harmless import clean

LENGTH = 500  # characters
# The copy that is checked and its folders have a new name each time; nobody wants to see it.
TEMPORARY = re.compile(r"[^\s'\"`(]*[/\\]workbook-\w+[/\\]")
LINE = re.compile(r"\byour line (\d+)")  # as the sentences of diagnoses name it


def what_is_wrong(verdict: Verdict) -> str:
    """Return what is wrong; empty if the endpoint is solved."""
    if verdict.passed or verdict.diagnosis:
        return "" if verdict.passed else in_one_line(verdict.diagnosis)
    if verdict.mismatch is not None:
        behaviour, mismatch = verdict.mismatch
        return in_one_line(
            f"does not hold: {behaviour}; sent: {mismatch.sent}; came back: {mismatch.came_back}; "
            f"expected: {mismatch.expected}"
        )
    broken = [each.name for each in verdict.behaviours if not each.holds]
    return in_one_line(f"does not hold: {broken[0]}" if broken else "no behaviour could be tested")


def in_one_line(text: str) -> str:
    """Return a text as one line, not too long, that is the same each time."""
    # Cut first: it may have ten million characters.
    line = TEMPORARY.sub("", clean(text[: 4 * LENGTH], one_line=True))
    return line if len(line) <= LENGTH else f"{line[: LENGTH - 1]}…"


def line_of(verdict: Verdict, sentence: str = "") -> int:
    """Return the number of the student's line that a sentence is about.

    Args:
        verdict: the result of the check.
        sentence: what is said; empty: what is wrong.

    Returns:
        The line that is named, or the one in which the function begins; 0 if it is not known.

    """
    if not sentence and verdict.problem is not None and verdict.problem.line:
        return verdict.problem.line
    if named := LINE.search(sentence or verdict.diagnosis):
        return int(named[1])
    return line_of_function(verdict)


def line_of_function(verdict: Verdict) -> int:
    """Return the line in which the endpoint's function begins; 0 if it is not known."""
    try:
        found = functions(verdict.source, verdict.endpoint)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return 0
    return found[0].lineno if found else 0
