"""What each operation of an OpenAPI document can be asked, with values of earlier answers."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from hypothesis import strategies as st
from schemathesis import openapi
from schemathesis.core import NotSet
from schemathesis.core.result import Err

from workbook.same.requests.likely import Likely
from workbook.same.requests.odd_values import (
    KINDS,
    METHODS,
    ODD_IDS,
    RECENT,
    bodies,
    raw_bodies,
)
from workbook.same.requests.step import Step, reference

LOOKED_AT = 2  # of the last ids


@dataclass(frozen=True)
class Operation:
    """One operation.

    Attributes:
        name: such as "PATCH /expenses/{expense_id}".
        steps: requests of all kinds, odd ones among them.
        good: requests that the document allows, to make what there is; None: it makes nothing.
        looks: requests that show what there is: all of it, and each of the last ids.
        has_query: it only reads, and takes parameters.

    """

    name: str
    steps: st.SearchStrategy[Step]
    good: st.SearchStrategy[Step] | None
    looks: list[Step]
    has_query: bool


def operations_in(
    document: dict[str, Any], likely: Likely, headers: dict[str, Any]
) -> list[Operation]:
    """Return the operations of a document.

    Args:
        document: of OpenAPI.
        likely: what is known of its values.
        headers: that go with each request, such as a token's.

    """
    found: list[Operation] = []
    for result in openapi.from_dict(document).get_all_operations():
        if isinstance(result, Err):
            continue  # the document does not describe it well enough
        operation = result.ok()
        method = operation.method.upper()
        name = f"{method} {operation.path}"
        one = operation.as_strategy()
        # Of two together, there is more of what may be left out: fields, and parameters.
        cases = st.tuples(one, one).map(_together) | one
        steps = cases.flatmap(partial(_step, name, headers, likely))
        good = None
        if method in ("POST", "PUT"):
            more = st.tuples(cases, cases).map(_together)
            good = more.flatmap(partial(_good_step, name, headers, likely))
        looks = _looks(name, operation, headers) if method == "GET" else []
        has_query = method == "GET" and bool(list(operation.query))
        found.append(Operation(name, steps, good, looks, has_query))
    return found


def _together(cases: tuple[Any, Any]) -> Any:
    first, second = cases
    first.query = {**(second.query or {}), **(first.query or {})}
    if isinstance(first.body, dict) and isinstance(second.body, dict):
        more = {name: value for name, value in second.body.items() if value is not None}
        first.body = first.body | more
    return first


def other_methods(operations: list[Operation]) -> st.SearchStrategy[Step]:
    """Return requests with any method to a path of these operations."""
    steps = st.one_of(*(each.steps for each in operations))
    pairs = st.tuples(steps, st.sampled_from(METHODS))
    return pairs.map(lambda p: replace(p[0], operation=p[1] + p[0].operation[len(p[0].method) :]))


@st.composite
def _step(draw: st.DrawFn, name: str, headers: dict[str, Any], likely: Likely, case: Any) -> Step:
    step = draw(_without_body(name, headers, likely, case))
    if isinstance(case.body, NotSet) or not case.media_type:
        return step
    media_type = case.media_type
    if draw(st.integers(0, 39)) == 39:
        media_type = draw(st.sampled_from(KINDS))
    if draw(st.integers(0, 29)) == 29:
        return step.with_body(draw(raw_bodies(case.body)), media_type, raw=True)
    body = draw(likely.body(case.body, name, plain=False))
    is_whole = step.method == "POST"
    odd = draw(bodies(body, likely.nullable, whole=is_whole))
    return step.with_body(odd, media_type)


@st.composite
def _good_step(
    draw: st.DrawFn, name: str, headers: dict[str, Any], likely: Likely, case: Any
) -> Step:
    step = draw(_without_body(name, headers, likely, case))
    if isinstance(case.body, NotSet) or not case.media_type:
        return step
    return step.with_body(draw(likely.body(case.body, name, plain=True)), case.media_type)


@st.composite
def _without_body(
    draw: st.DrawFn, name: str, more: dict[str, Any], likely: Likely, case: Any
) -> Step:
    path = {n: draw(_ids(n, value)) for n, value in (case.path_parameters or {}).items()}
    query = [
        (n, draw(likely.query(n, each)))
        for n, value in (case.query or {}).items()
        for each in (value if isinstance(value, list) else [value])
    ]
    headers = {n: str(value) for n, value in (case.headers or {}).items()} | more
    return Step(name, path, query, headers)


def _ids(name: str, value: Any) -> st.SearchStrategy[Any]:
    # Not `one_of` with one of them several times: Hypothesis takes each of its parts once.
    hows = {
        "known": RECENT.map(lambda index: reference(name, index, value)),
        "swapped": RECENT.map(lambda index: reference(name, index, value, swapped=True)),
        "value": st.just(value),
        "odd": st.sampled_from(ODD_IDS),
    }
    often = ["known"] * 16 + ["swapped", "value", "value", "odd", "odd"]
    return st.sampled_from(often).flatmap(hows.__getitem__)


def _looks(name: str, operation: Any, headers: dict[str, Any]) -> list[Step]:
    path = [each.name for each in operation.path_parameters]
    needed = [each for each in operation.query if each.is_required]
    if needed or len(path) > 1:
        return []
    if not path:
        return [Step(name, headers=headers)]
    return [
        Step(name, {path[0]: reference(path[0], index, 1)}, headers=headers)
        for index in range(LOOKED_AT)
    ]
