"""What came of an example, and what of it a start of the app gets to know."""

from dataclasses import dataclass, field
from typing import Any

from workbook.same.requests.step import RESTART, Example, Step


@dataclass
class Ran:
    """What came of an example.

    Attributes:
        answers: one for each request; the last one may say why there are no more.
        sent: the requests, without references.
        used: ids from earlier answers in them.
        lines: of the app's own that ran: file and number.

    """

    answers: list[dict[str, Any]] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)
    used: int = 0
    lines: set[tuple[str, int]] = field(default_factory=set)

    def add(self, message: dict[str, Any]) -> None:
        """Add what the process of the app says."""
        if "answer" in message:
            self.answers.append(message["answer"])
            self.sent.append(message["sent"])
        self.used += message.get("used", 0)  # of one process; after a restart comes another
        self.lines |= {(name, line) for name, line in message.get("lines", [])}

    def known(self) -> list[tuple[Step, dict[str, Any]]]:
        """Return the requests with their answers, for the part after a restart."""
        return [(Step(**s), answer) for s, answer in zip(self.sent, self.answers, strict=False)]


def between_restarts(example: Example) -> list[Example]:
    """Return the parts of an example, up to its last request."""
    parts: list[Example] = [[]]
    for step in example:
        if step == RESTART:
            parts.append([])
        else:
            parts[-1].append(step)
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    return parts


@dataclass(frozen=True)
class Picture:
    """The X-ray of a request, as text and as HTML; empty if there is none.

    Attributes:
        text: as `workbook trace` prints it.
        html: as a notebook shows it.
        telling: its lines that change data or raise, in words.

    """

    text: str = ""
    html: str = ""
    telling: list[str] = field(default_factory=list)
