"""A request and its answer, and the same requests sent to the reference, to compare the answers."""

import json
from dataclasses import dataclass, field
from typing import Any

import httpx

from workbook.checker.problems import Problem
from workbook.checker.verdict import AnswerMismatch
from workbook.many_expenses import store
from workbook.server import closed_meanwhile, serve

RESTART = "(the app restarts)"
STORE = "(expenses are stored)"
LENGTH = 300  # characters of a request or an answer that are shown
AROUND = 40  # characters before the first difference of two long answers


@dataclass
class Exchange:
    """A request and its answer, or what else a test does with the app.

    Attributes:
        method: such as GET; or RESTART, or STORE.
        path: of the request; for STORE the number of expenses.
        options: what else was sent.
        answer: status and body in one line.
        raised: what the app raised; None: nothing.

    """

    method: str
    path: str = ""
    options: dict[str, Any] = field(default_factory=dict)
    answer: str = ""
    raised: Problem | None = None

    def sent(self) -> str:
        """Return the request in one line."""
        if self.method == STORE:
            return f"({int(self.path):,} expenses are stored)"
        body = self.options.get("json", self.options.get("content", ""))
        return f"{self.method} {self.path}   {httpx_text(body)}".rstrip()[:LENGTH]


def httpx_text(body: Any) -> str:
    """Return a body as it goes over the wire."""
    if body == "":
        return ""
    if isinstance(body, str | bytes):
        request = httpx.Request("POST", "/", content=body)
    else:
        request = httpx.Request("POST", "/", json=body)
    return request.content.decode("utf-8", "replace")


def answer_of(response: httpx.Response) -> str:
    """Return status and body in one line."""
    return f"{response.status_code} {response.text}".rstrip()


def replayed(exchanges: list[Exchange]) -> AnswerMismatch | None:
    """Send the same to the reference; what it answers is what was expected."""
    with closed_meanwhile(serve("after_session")) as reference:
        for number, each in enumerate(exchanges):
            if each.method == RESTART:
                reference.restart()
                continue
            if each.method == STORE:
                store(reference, int(each.path))
                continue
            expected = answer_of(reference.request(each.method, each.path, **each.options))
            if expected != each.answer:
                earlier = tuple(e.sent() for e in exchanges[:number])
                answers = (_shown(each.answer, expected), _shown(expected, each.answer))
                raised = str(each.raised) if each.raised else ""
                return AnswerMismatch(earlier, each.sent(), *answers, raised)
    return None


def _shown(answer: str, other: str) -> str:
    """Return an answer; of a long one, what is around the first difference from another one."""
    if len(answer) <= LENGTH:
        return answer
    pairs = enumerate(zip(answer, other, strict=False))
    first = next((place for place, (a, b) in pairs if a != b), min(len(answer), len(other)))
    begin = max(first - AROUND, 0)
    status, _, body = answer.partition(" ")
    if begin + AROUND < LENGTH:
        return f"{answer[:LENGTH]}…{_count(body)}"
    return f"{status} …{answer[begin : begin + LENGTH]}…{_count(body)}"


def _count(body: str) -> str:
    try:
        found = json.loads(body)
    except ValueError:
        return ""
    return f" ({len(found):,} in all)" if isinstance(found, list) else ""
