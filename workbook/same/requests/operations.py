"""What each operation of an OpenAPI document can be asked, with values of earlier answers."""

from dataclasses import dataclass, replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from schemathesis import openapi
from schemathesis.core.result import Err

from workbook.same.requests.drawing import SETTINGS
from workbook.same.requests.likely import Likely
from workbook.same.requests.odd_values import METHODS
from workbook.same.requests.step import Step, reference
from workbook.same.requests.steps import good_steps, odd_steps

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
) -> tuple[list[Operation], list[str]]:
    """Return the operations of a document, and those that it does not describe well.

    Args:
        document: of OpenAPI.
        likely: what is known of its values.
        headers: that go with each request, such as a token's; their names in small letters.

    Returns:
        The operations, and in words the others, each with the error that it led to.

    """
    found: list[Operation] = []
    unclear: list[str] = []
    for result in openapi.from_dict(document).get_all_operations():
        if isinstance(result, Err):
            error = result.err()
            name = f"{(error.method or '').upper()} {error.path}".strip()
            unclear.append(f"{name} ({type(error).__name__})")
            continue
        operation = result.ok()
        name = f"{operation.method.upper()} {operation.path}"
        try:
            found.append(_operation(name, operation, likely, headers))
        except Exception as error:  # whatever a reference leads to that leads nowhere
            unclear.append(f"{name} ({type(error).__name__})")
    return found, unclear


def _operation(name: str, operation: Any, likely: Likely, headers: dict[str, Any]) -> Operation:
    cases = operation.as_strategy()
    optional = {each.name for each in operation.query if not each.is_required}
    steps = odd_steps(name, cases, likely, headers, optional)
    _try_out(steps)
    good, looks, has_query = None, [], False
    if name.startswith(("POST", "PUT")):
        good = good_steps(name, cases, likely, headers)
    elif name.startswith("GET"):
        looks = _looks(name, operation, headers)
        has_query = bool(list(operation.query))
    return Operation(name, steps, good, looks, has_query)


def _try_out(steps: st.SearchStrategy[Step]) -> None:
    """Draw one: only then a strategy follows what the document refers to."""

    @settings(SETTINGS, max_examples=1)
    @given(steps)
    def draw(_: Step) -> None:
        pass

    draw()


def other_methods(operations: list[Operation]) -> st.SearchStrategy[Step]:
    """Return requests with any method to a path of these operations."""
    steps = st.one_of(*(each.steps for each in operations))
    pairs = st.tuples(steps, st.sampled_from(METHODS))
    return pairs.map(lambda p: replace(p[0], operation=p[1] + p[0].operation[len(p[0].method) :]))


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
