"""A difference between two answers to the same request."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Difference:
    """One difference.

    Attributes:
        operation: such as "GET /expenses".
        kind: in a few words, without the values: two examples of one mistake have the same.
        where: in the answer, such as ".items[].price"; empty: all of it.
        noise: it could be noise: the values are of one type.

    """

    operation: str
    kind: str
    where: str = ""
    noise: bool = False

    def __str__(self) -> str:
        return f"{self.operation}: {self.kind}"
