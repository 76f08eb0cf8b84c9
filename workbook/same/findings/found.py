"""A difference where it was found, and what has been tried."""

from collections import Counter
from dataclasses import dataclass, field

from workbook.same.answers.difference import Difference
from workbook.same.requests.step import Example
from workbook.same.side.runner import Ran

TRIED = 20  # examples, at most, that a planted mistake is tried with
OTHERS = "other methods"  # than a path has


@dataclass
class Seen:
    """What has been tried.

    Attributes:
        requests: how many answers were compared.
        examples: how many examples these were in.
        used: ids from earlier answers in them.
        statuses: how often each operation has answered with each status, where it was compared.

    """

    requests: int = 0
    examples: int = 0
    used: int = 0
    statuses: dict[str, dict[int, int]] = field(default_factory=dict)

    def note(self, operation: str, status: int) -> None:
        """Count an answer."""
        self.requests += 1
        counts = self.statuses.setdefault(operation, {})
        counts[status] = counts.get(status, 0) + 1

    def keep_apart(self, documented: list[str]) -> None:
        """Put the methods that a path does not have into one row, and give each operation one.

        Args:
            documented: the operations that the apps' document has.

        """
        paths, others = {each.partition(" ")[2] for each in documented}, Counter[int]()
        for each in list(self.statuses):
            if each not in documented and each.partition(" ")[2] in paths:
                others.update(self.statuses.pop(each))
        for each in documented:
            self.statuses.setdefault(each, {})
        self.statuses |= {OTHERS: dict(others)} if others else {}


@dataclass(frozen=True)
class Found:
    """A difference, and where in the example it is.

    Attributes:
        difference: the first one in the answers.
        example: as far as this step.
        old: what came of it in OLD.
        new: what came of it in NEW.
        unordered: it is there because SQLite was asked to reverse, in NEW, the rows of a query
            without ORDER BY.

    """

    difference: Difference
    example: Example
    old: Ran
    new: Ran
    unordered: bool = False
