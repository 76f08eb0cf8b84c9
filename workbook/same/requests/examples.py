"""Examples, made up from the OpenAPI document: requests after requests, and restarts between."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from hypothesis import strategies as st
from schemathesis import openapi
from schemathesis.core import NotSet
from schemathesis.core.result import Err

from workbook.same.requests.odd_values import BROKEN, ODD, ODD_IDS, RECENT, bodies
from workbook.same.requests.step import RESTART, Example, Step, reference

SHORT, LONG = 4, 14  # steps that are made up; the looks at the end come on top
RARE = 40  # one step of so many is a restart: a process that imports the app anew
MAKE = {"POST": 5, "PUT": 4, "PATCH": 6, "GET": 2, "DELETE": 2}  # how often, and what is seldom: 1
MANY = 110  # times
LOOKED_AT = 2  # of the last ids


class Requests:
    """What can be asked of the apps.

    Args:
        document: of OpenAPI.
        first: steps that every example begins with, such as a login.
        seeds: requests of the user's, which are tried as well.
        headers: that go with each request, such as a token's.
        left_out: operations that are not asked for.

    Attributes:
        operations: such as "GET /expenses/{expense_id}".

    """

    def __init__(
        self,
        document: dict[str, Any],
        first: Sequence[Step] = (),
        seeds: Sequence[Step] = (),
        headers: dict[str, Any] | None = None,
    ) -> None:
        self._first, self._seeds = list(first), list(seeds)
        self._headers = headers or {}
        self.left_out: set[str] = set()
        self._steps: dict[str, st.SearchStrategy[Step]] = {}
        self._making: list[st.SearchStrategy[Step]] = []
        self._looks: list[Step] = []
        known = dict(sorted(_fields(document)))
        for result in openapi.from_dict(document).get_all_operations():
            if isinstance(result, Err):
                continue  # the document does not describe it well enough
            operation = result.ok()
            name = f"{operation.method.upper()} {operation.path}"
            self._steps[name] = _steps(name, operation, self._headers, known)
            if name.startswith(("POST", "PUT")):  # without anything odd: it makes what there is
                self._making.append(_steps(name, operation, self._headers, None))
            if operation.method.lower() == "get":
                self._looks += _looks(name, operation, self._headers)

    @property
    def operations(self) -> list[str]:
        """Return the names of the operations that are asked for."""
        return [each for each in self._steps if each not in self.left_out]

    def examples(self) -> st.SearchStrategy[Example]:
        """Return the examples: the first steps, made-up ones, and a look at all that is there."""
        names = self.operations
        often = [each for each in names for _ in range(MAKE.get(each.partition(" ")[0], 1))]
        steps = st.sampled_from(often).flatmap(self._steps.__getitem__)
        first = st.one_of(*self._making) if self._making else steps
        if self._seeds:
            steps |= st.sampled_from(self._seeds)
        restarts = st.integers(1, RARE).flatmap(lambda n: st.just(RESTART) if n == RARE else steps)
        # A fork costs as much as some requests; Hypothesis by itself makes lists of about six.
        longer = st.lists(_twice(restarts), min_size=SHORT, max_size=LONG)
        many = st.lists(_twice(restarts), max_size=SHORT) | longer | longer
        looks = [each for each in self._looks if each.operation not in self.left_out]

        def example(begin: list[list[Step]], middle: list[list[Step]], again: bool) -> Example:
            made = [step for part in [*begin, *middle] for step in part]
            return [*self._first, *made, *looks, *([RESTART, *looks] if again else [])]

        none: st.SearchStrategy[list[list[Step]]] = st.just([])
        begin = st.lists(_twice(first), min_size=1, max_size=4) | none
        return st.builds(example, begin, many, st.integers(1, RARE).map(lambda n: n == RARE))


def _twice(steps: st.SearchStrategy[Step]) -> st.SearchStrategy[list[Step]]:
    """Return each step once, or now and then more often; seldom more often than a page has rows."""
    times = st.integers(0, 99).map(lambda n: MANY if n == 99 else 1 + (n > 75) + (n > 88))
    return st.tuples(steps, times).map(lambda pair: [pair[0]] * pair[1])


def _fields(document: Any) -> Iterator[tuple[str, bool]]:
    """Yield the names of all properties in a document, and whether they may be null."""
    if isinstance(document, dict):
        found = document.get("properties")
        for name, schema in found.items() if isinstance(found, dict) else ():
            yield name, '"null"' in json.dumps(schema)
        for each in document.values():
            yield from _fields(each)
    elif isinstance(document, list):
        for each in document:
            yield from _fields(each)


def _steps(
    name: str, operation: Any, headers: dict[str, Any], known: dict[str, bool] | None
) -> st.SearchStrategy[Step]:
    cases = operation.as_strategy()
    if operation.method.lower() in ("get", "delete"):
        return cases.flatmap(lambda case: _step(name, case, headers, known))
    # Of two together, a body has more of the fields that may be left out.
    both = st.tuples(cases, cases).map(_together)
    if known is None:
        both = st.tuples(cases, both).map(_together)
    return (both | cases).flatmap(lambda case: _step(name, case, headers, known))


def _together(cases: tuple[Any, Any]) -> Any:
    first, second = cases
    if isinstance(first.body, dict) and isinstance(second.body, dict):
        more = {name: value for name, value in second.body.items() if value is not None}
        first.body = first.body | more
    return first


@st.composite
def _step(
    draw: st.DrawFn, name: str, case: Any, more: dict[str, Any], known: dict[str, bool] | None
) -> Step:
    path = {n: draw(_ids(n, value)) for n, value in (case.path_parameters or {}).items()}
    query = [
        (n, draw(ODD) if draw(st.integers(0, 9)) == 9 else each)
        for n, value in (case.query or {}).items()
        for each in (value if isinstance(value, list) else [value])
    ]
    headers = {n: str(value) for n, value in (case.headers or {}).items()} | more
    if isinstance(case.body, NotSet) or not case.media_type:
        return Step(name, path, query, headers)
    if known is None:
        return Step(name, path, query, headers, case.body, case.media_type)
    if draw(st.integers(0, 39)) == 39:
        broken = draw(st.sampled_from(BROKEN))
        return Step(name, path, query, headers, broken, case.media_type, raw=True)
    return Step(name, path, query, headers, draw(bodies(case.body, known)), case.media_type)


def _ids(name: str, value: Any) -> st.SearchStrategy[Any]:
    known = RECENT.map(lambda index: reference(name, index, value))
    # Not `one_of` with one of them several times: Hypothesis takes each of its parts once.
    hows = {"known": known, "value": st.just(value), "odd": st.sampled_from(ODD_IDS)}
    return st.sampled_from(["known"] * 8 + ["value", "odd"]).flatmap(hows.__getitem__)


def _looks(name: str, operation: Any, headers: dict[str, Any]) -> list[Step]:
    """Return requests that show what there is: all of it, and each of the last ids."""
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
