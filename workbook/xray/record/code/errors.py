"""Where an error was raised, and what it means that the request ended with it."""

from collections.abc import Iterator
from types import FrameType, TracebackType

from fastapi.exceptions import RequestValidationError, ValidationException
from starlette.exceptions import HTTPException

from workbook.display.harmless import clean
from workbook.internals.in_fastapi import works_for
from workbook.xray.entries import Work
from workbook.xray.observe.values import said, short
from workbook.xray.record.code.work import WORDS, IsOwn, name_of

ROUTING = {
    404: "No endpoint ran: the app has no route for this path.",
    405: "No endpoint ran: the app has this path, but not with this method.",
}
REFUSES: dict[str, str] = {Work.DEPENDENCY: "a dependency", Work.MOUNTED: "what is mounted there"}
# What was at work when an error was raised by no line of the app's own.
WHILE: dict[str, str] = {
    Work.BACKGROUND: "in a background task",
    Work.BUILDS: "while the response was built",
    Work.CHECKS: "while the request was checked",
    Work.DEPENDENCY: "in a dependency",
    Work.ENDPOINT: "in the endpoint",
    Work.HANDLER: "in an exception handler",
    Work.MIDDLEWARE: "in a middleware",
    Work.MOUNTED: "in what is mounted there",
    Work.STREAMS: "while the response was sent",
}
Place = tuple[int, int]  # a function's code, by its id, and a line


def text_of(error: BaseException) -> str:
    """Return an error's type and what it says; of one of FastAPI's checks, the first fault."""
    if isinstance(error, ValidationException) and (faults := list(error.errors())):
        first = faults[0]
        where = ".".join(map(str, first.get("loc", ()))) if isinstance(first, dict) else ""
        what = first.get("msg", "") if isinstance(first, dict) else first
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        return f"{type(error).__name__}: {where}: {said(Exception(what))}{more}"
    return f"{type(error).__name__}: {said(error)}".removesuffix(": ")


class Origin:
    """Where an error came from: the functions that it left, and which of them are the app's own.

    Args:
        traceback: of the error.
        is_own: tells whether a function is the app's own.

    Attributes:
        places: the app's own lines that it passed through, the outer first.
        where: the innermost of them, in words.
        work: what FastAPI or Starlette did within it, or instead of it.
        has_endpoint: the endpoint had begun.

    """

    def __init__(self, traceback: TracebackType | None, is_own: IsOwn) -> None:
        self.places: list[Place] = []
        self.where = self.work = ""
        self.has_endpoint = False
        for frame, line in _left(traceback):
            if is_own(frame):
                self.places.append((id(frame.f_code), line))
                name = "" if frame.f_code.co_name == "<module>" else f"{name_of(frame.f_code)}(), "
                self.where, self.work = f"{name}line {line}", ""
            elif what := works_for(frame):
                self.where, self.work = "", WORDS.get(what, "")
                self.has_endpoint = self.has_endpoint or self.work == Work.ENDPOINT


def _left(traceback: TracebackType | None) -> Iterator[tuple[FrameType, int]]:
    while traceback is not None:
        yield traceback.tb_frame, traceback.tb_lineno
        traceback = traceback.tb_next


def refusal(error: BaseException, origin: Origin) -> str:
    """Return what is to be said of an error that ended a request before its endpoint ran."""
    if origin.where:
        return f"The endpoint did not run: {origin.where}, raised an error."
    who = REFUSES.get(origin.work, "FastAPI")
    if isinstance(error, HTTPException):
        if error.status_code in ROUTING and not origin.work:
            return ROUTING[error.status_code]
        detail = error.detail if type(error.detail) is str else short(error.detail)
        what = f"{error.status_code}: {clean(detail)}"
    elif isinstance(error, RequestValidationError):
        what = text_of(error).partition(": ")[2]
    else:
        return ""
    return f"The endpoint did not run: {who} refused the request ({what})."


def ending(error: BaseException, origin: Origin) -> str:
    """Return what is to be said of an error that nothing has caught."""
    where = f"in {origin.where}" if origin.where else WHILE.get(origin.work, "")
    return f"{text_of(error)}   (not caught{f', raised {where}' if where else ''})"
