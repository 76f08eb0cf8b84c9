"""How fast a grading goes on, and how long it will take."""

import time
from dataclasses import dataclass, field


@dataclass
class Pace:
    """How many submissions are graded in a minute, and how many minutes are left.

    Attributes:
        total: how many there are to check.
        done: how many of them are graded.

    """

    total: int
    done: int = 0
    _began: float = field(default_factory=time.monotonic)

    def __str__(self) -> str:
        seconds = time.monotonic() - self._began
        if not self.done or not seconds:
            return ""
        each = seconds / self.done
        left = (self.total - self.done) * each / 60
        return f"{60 / each:,.0f} a minute, {f'{left:,.0f} min' if left >= 1 else '< 1 min'} left"
