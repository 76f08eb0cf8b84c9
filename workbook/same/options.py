"""How two apps are compared."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from workbook.same.findings.accepted import Accepted
from workbook.same.requests.step import Step

MOST = 5  # differences


@dataclass
class Options:
    """How two apps are compared.

    Attributes:
        seconds: how long, about, once the apps have started.
        examples: so many at most, so that the time does not matter; None: as the time allows.
        seed: of the random numbers; None: any.
        first: requests that each example begins with.
        requests: requests of the user's, which are tried as well.
        headers: that go with each made-up request.
        old_env: variables for OLD.
        new_env: variables for NEW.
        accepted: differences that may be.
        patience: seconds that an app may take for an answer.
        most: so many differences are looked for.
        plants: plant mistakes, if there is no difference.
        progress: is told what happens.

    """

    seconds: float = 60
    examples: int | None = None
    seed: int | None = None
    first: Sequence[Step] = ()
    requests: Sequence[Step] = ()
    headers: dict[str, Any] = field(default_factory=dict)
    old_env: dict[str, str] = field(default_factory=dict)
    new_env: dict[str, str] = field(default_factory=dict)
    accepted: Accepted = field(default_factory=Accepted)
    patience: float = 5
    most: int = MOST
    plants: bool = True
    progress: Callable[[str], None] = lambda _: None

    def end(self, begun: float, share: float) -> float:
        """Return when a share of the time is over; where examples are counted, never."""
        return math.inf if self.examples is not None else begun + self.seconds * share
