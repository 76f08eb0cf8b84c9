"""A step of an example: a request in which values may refer to earlier answers, or a restart."""

from dataclasses import dataclass, field, replace
from typing import Any

MARK = "$same-as-earlier"  # a dict with this key is a reference


@dataclass(frozen=True)
class Step:
    """A request.

    Attributes:
        operation: such as "PATCH /expenses/{expense_id}".
        path: values for the names in braces.
        query: names and values.
        headers: names and values.
        body: what is sent as JSON or as a form; of a text as it is.
        media_type: of the body; empty: there is none.
        raw: the body is a text that is sent as it is.

    """

    operation: str
    path: dict[str, Any] = field(default_factory=dict)
    query: list[tuple[str, Any]] = field(default_factory=list)
    headers: dict[str, Any] = field(default_factory=dict)
    body: Any = None
    media_type: str = ""
    raw: bool = False

    @property
    def method(self) -> str:
        """Return the method, such as "PATCH"."""
        return self.operation.partition(" ")[0]

    def with_body(self, body: Any, media_type: str, *, raw: bool = False) -> "Step":
        """Return the same step with a body; see the attributes."""
        return replace(self, body=body, media_type=media_type, raw=raw)


RESTART = Step("RESTART")
Example = list[Step]


def requests_in(example: Example) -> Example:
    """Return the steps that are requests, and no restarts."""
    return [step for step in example if step != RESTART]


def reference(
    name: str, index: int, otherwise: Any, before: str = "", *, swapped: bool = False
) -> dict[str, Any]:
    """Return what stands in a step for a value of an earlier answer.

    Args:
        name: of the field or the parameter, such as "expense_id".
        index: how many other values that fit came later.
        otherwise: the value if none fits.
        before: text that stands before the value, such as "Bearer ".
        swapped: of a text, small letters become large, and large ones small.

    """
    return {MARK: [name, index], "otherwise": otherwise, "before": before, "swapped": swapped}
