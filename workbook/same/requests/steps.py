"""The requests that one operation can be asked, with values of earlier answers."""

from collections.abc import Collection
from functools import partial
from typing import Any

from hypothesis import strategies as st
from schemathesis.core import NotSet

from workbook.same.requests.likely import Likely
from workbook.same.requests.odd_values import KINDS, ODD_IDS, RECENT, bodies, raw_bodies
from workbook.same.requests.step import Step, reference


def odd_steps(
    name: str,
    cases: st.SearchStrategy[Any],
    likely: Likely,
    headers: dict[str, Any],
    optional: Collection[str],
) -> st.SearchStrategy[Step]:
    """Return requests of all kinds, odd ones among them.

    Args:
        name: of the operation, such as "PATCH /expenses/{expense_id}".
        cases: what its document allows.
        likely: what is known of its values.
        headers: that go with each request.
        optional: the names of the query's parameters that may be left out.

    """
    few = _varied(cases).flatmap(partial(_one_of, optional))
    return few.flatmap(partial(_step, name, headers, likely))


def good_steps(
    name: str, cases: st.SearchStrategy[Any], likely: Likely, headers: dict[str, Any]
) -> st.SearchStrategy[Step]:
    """Return requests that the document allows; see `odd_steps`."""
    varied = _varied(cases)
    more = st.tuples(varied, varied).map(_together)
    return more.flatmap(partial(_good_step, name, headers, likely))


def _varied(cases: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return cases; of two together, there is more of what may be left out."""
    return st.tuples(cases, cases).map(_together) | cases


def _together(cases: tuple[Any, Any]) -> Any:
    first, second = cases
    first.query = {**(second.query or {}), **(first.query or {})}
    if isinstance(first.body, dict) and isinstance(second.body, dict):
        more = {name: value for name, value in second.body.items() if value is not None}
        first.body = first.body | more
    return first


@st.composite
def _one_of(draw: st.DrawFn, optional: Collection[str], case: Any) -> Any:
    """Leave one parameter of those that may be left out, or all: one that is refused hides all."""
    names = [name for name in case.query or {} if name in optional]
    if len(names) > 1 and draw(st.booleans()):
        kept = draw(st.sampled_from(names))
        case.query = {n: v for n, v in case.query.items() if n == kept or n not in optional}
    return case


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
    # A header's name means the same in capitals; `more` has small letters, and takes the place.
    headers = {n.lower(): str(value) for n, value in (case.headers or {}).items()} | more
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
