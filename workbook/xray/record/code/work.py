"""For whom, or for what, code runs: it is seen on the stack of the functions that called it."""

import sys
from collections.abc import Callable
from inspect import CO_ASYNC_GENERATOR, CO_COROUTINE, CO_GENERATOR
from types import CodeType, FrameType

from workbook.internals.in_fastapi import works_for
from workbook.internals.in_python import is_event_loop
from workbook.xray.entries import Work

WORDS = {
    "endpoint": Work.ENDPOINT,
    "dependency": Work.DEPENDENCY,
    "middleware": Work.MIDDLEWARE,
    "mounted": Work.MOUNTED,
    "request": Work.CHECKS,
    "response": Work.BUILDS,
    "stream": Work.STREAMS,
    "handler": Work.HANDLER,
    "background": Work.BACKGROUND,
}
ASGI = ("scope", "receive", "send")
CARRIERS = {"workbook", "anyio", "uvicorn", "greenlet"}  # these call for somebody else
# These call an endpoint; another library that does is wrapped around it.
MACHINERY = CARRIERS | {"fastapi", "starlette", "asyncio", "concurrent", "contextvars", "threading"}
# How people write what a library's package is called.
NAMES = {
    "fastapi": "FastAPI",
    "starlette": "Starlette",
    "pydantic": "Pydantic",
    "sqlalchemy": "SQLAlchemy",
    "sqlmodel": "SQLModel",
}
OURS = "workbook.xray."
# These call the program; the other modules here only look, also where a library then calls back.
CALLERS = {OURS + "record.threads", OURS + "record.request", OURS + "magic"}
IsOwn = Callable[[FrameType], bool]


def purpose(frame: FrameType | None, is_own: IsOwn) -> str | None:
    """Return what the libraries do that have called from here on upwards.

    Args:
        frame: of the function to begin with.
        is_own: tells whether a function is the app's own.

    Returns:
        None if the app's own code has called, "" if nobody knows.

    """
    while frame is not None:
        if is_own(frame):
            return None
        what = works_for(frame)
        if what is not None:
            return WORDS.get(what, "")
        frame = frame.f_back
    return ""


def is_looked_at(frame: FrameType, is_own: IsOwn) -> bool:
    """Tell whether the X-ray has called this function, by looking at something of the program's."""
    above = frame.f_back
    while above is not None and not is_own(above):
        module = str(above.f_globals.get("__name__"))
        if module.startswith(OURS):
            return module not in CALLERS
        above = above.f_back
    return False


def role_of(frame: FrameType, what: str | None, is_own: IsOwn) -> str:
    """Return what a function that begins is to the app, or which library calls it.

    Args:
        frame: of the function.
        what: the purpose of those that have called it.
        is_own: tells whether a function is the app's own.

    """
    code = frame.f_code
    if what == Work.STREAMS and not code.co_flags & (CO_GENERATOR | CO_ASYNC_GENERATOR):
        what = ""
    if code.co_name == "__del__":
        return "Python frees the object"
    if is_asgi(code) and what != Work.MOUNTED:
        return Work.MIDDLEWARE
    return what or _caller(frame, is_own)


def role_in_wrapper(frame: FrameType) -> str:
    """Return what a function is that is called for the endpoint, but is not known to be it.

    What a library has wrapped around an endpoint may call others of the app's own.
    """
    above = frame.f_back
    package = "" if above is None else str(above.f_globals.get("__name__")).partition(".")[0]
    if not package or package in MACHINERY:
        return Work.ENDPOINT
    return "" if package in sys.stdlib_module_names else f"called by {NAMES.get(package, package)}"


def is_asgi(code: CodeType) -> bool:
    """Tell whether a function is one that serves a request, as a middleware does."""
    return code.co_varnames[: code.co_argcount][-3:] == ASGI


def _caller(frame: FrameType, is_own: IsOwn) -> str:
    above = frame.f_back
    if above is not None and is_event_loop(above):
        is_task = frame.f_code.co_flags & CO_COROUTINE
        return Work.TASK if is_task else "called by the event loop"
    while above is not None and not is_own(above):
        package = str(above.f_globals.get("__name__")).partition(".")[0]
        is_part = above.f_code.co_name.startswith("<")  # of a line, such as a lambda
        if not (is_part or package in sys.stdlib_module_names or package in CARRIERS):
            return f"called by {NAMES.get(package, package)}"
        above = above.f_back
    return ""


def name_of(code: CodeType) -> str:
    """Return the name of a function with its class, such as `Repository.create`."""
    return code.co_qualname.rpartition("<locals>.")[2]
