"""Which functions are an app's endpoints, also below what a library has wrapped around them."""

from collections.abc import Iterator
from types import CodeType, FunctionType
from typing import Any

from starlette.applications import Starlette

from workbook.internals.in_fastapi import routes_in

DEPTH = 8  # so many wrappers are looked through


def codes_of_endpoints(app: Starlette) -> Iterator[CodeType]:
    """Yield the code of each endpoint, and that of the wrappers around it."""
    for route in routes_in(app.routes):
        yield from _codes_of(getattr(route, "endpoint", None), DEPTH)


def _codes_of(function: Any, depth: int) -> Iterator[CodeType]:
    if type(function) is not FunctionType or not depth:
        return
    yield function.__code__
    wrapped = vars(function).get("__wrapped__")
    if wrapped is not None:
        yield from _codes_of(wrapped, depth - 1)
        return
    for cell in function.__closure__ or ():  # a wrapper that does not say what it wraps
        try:
            inside = cell.cell_contents
        except ValueError:  # it is still empty
            continue
        yield from _codes_of(inside, depth - 1)
