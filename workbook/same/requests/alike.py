"""Steps that are alike: what an app says of rows that are equal, or in all but one value."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from workbook.same.requests.likely import Likely
from workbook.same.requests.step import Example, Step


def alike(step: Step, likely: Likely) -> st.SearchStrategy[Example]:
    """Return a step once, or now and then two or three times, or with a twin."""
    often = [[step]] * 6 + [[step, step], [step, step, step]]
    once = st.sampled_from(often)
    if not isinstance(step.body, dict) or not step.body:
        return once
    twin = _with_twin(step, likely)
    return st.integers(0, 4).flatmap(lambda n: twin if n == 4 else once)


@st.composite
def _with_twin(draw: st.DrawFn, step: Step, likely: Likely) -> Example:
    name = draw(st.sampled_from(list(step.body)))
    value = draw(likely.like(name, step.body[name]))
    return [step, replace(step, body=step.body | {name: value})]


def numbered(step: Step, number: int, likely: Likely) -> Step:
    """Return a step with texts of its own: rows may have to differ."""
    path: dict[str, Any] = {}
    for name, value in step.path.items():
        text = value.get("otherwise") if isinstance(value, dict) else value
        path[name] = f"{text}{number}" if isinstance(text, str) else value
    body = step.body
    if isinstance(body, dict):
        free = [n for n, v in body.items() if isinstance(v, str) and n not in likely.told]
        body = body | {n: f"{body[n]}{number}" for n in free}
    return replace(step, path=path, body=body)
