"""A difference with all that is to be seen of it: a script, the answers, and the X-rays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workbook.same.findings.found import Found
from workbook.same.findings.script import script
from workbook.same.requests.step import requests_in
from workbook.same.side.runner import Picture

NO_LINE = "none of your own lines was seen to change data or to raise"
NO_XRAY = "there is no X-ray: it did not answer, or not in time"
BOTH_READ = ("both", "none: they only read what an earlier request has made")


@dataclass(frozen=True)
class Shown:
    """A difference with all that is to be seen of it.

    Attributes:
        found: the difference, and its example.
        pictures: the X-rays of the last request in OLD and NEW.
        variables: by `OLD` and `NEW`, the names of those that it was given.

    """

    found: Found
    pictures: tuple[Picture, Picture] = (Picture(), Picture())
    variables: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def script(self) -> str:
        """Return a script that shows the difference."""
        found = self.found
        return script(found.example, found.old, found.new, found.difference, self.variables)

    def answers(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the last answers of OLD and NEW."""
        place = len(requests_in(self.found.example)) - 1
        first, second = (
            (ran.answers[place:] or ran.answers[-1:])[0] for ran in (self.found.old, self.found.new)
        )
        return first, second

    def telling(self) -> list[tuple[str, str]]:
        """Return the lines that make the last answer, each with the side that it is of."""
        if self._only_reads():
            return [BOTH_READ]
        return [
            (name, line)
            for name, picture in zip(("OLD", "NEW"), self.pictures, strict=True)
            for line in picture.telling or [NO_LINE if picture.text else NO_XRAY]
        ]

    def _only_reads(self) -> bool:
        """Tell whether both apps only read, in the last request, what an earlier one may make."""
        *earlier, _ = requests_in(self.found.example)
        return (
            any(step.method != "GET" for step in earlier)
            and all(picture.text and not picture.telling for picture in self.pictures)
            and all(0 < answer["status"] < 400 for answer in self.answers())
        )

    def data(self) -> dict[str, Any]:
        """Return it as JSON takes it; see `Verdict.data`."""
        difference = self.found.difference
        sides = zip(("old", "new"), self.answers(), self.pictures, strict=True)
        return {
            "operation": difference.operation,
            "kind": difference.kind,
            "where": difference.where,
            "requests": len(requests_in(self.found.example)),
            "script": self.script,
        } | {
            name: {"answer": answer, "lines": picture.telling, "xray": picture.text}
            for name, answer, picture in sides
        }
