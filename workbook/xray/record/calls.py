"""Which calls of functions are followed, and which of them are not over yet."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from types import CodeType, FrameType

from workbook.xray.record.statements import PythonStatement

CALLS = 3  # a function that one statement calls more often is no longer followed
FOLLOWED = 12  # nor one that was followed, or resumed, that often, from whichever line
DEPTH = 8  # nor one that is called from that deep


@dataclass
class Call:
    """One call of a function, until it is over."""

    number: int
    role: str
    source: PythonStatement | None = None
    is_suspended: bool = False
    awaits: bool = False
    has_failed: bool = False
    visits: Counter[int] = field(default_factory=Counter)
    calls: Counter[tuple[int, CodeType]] = field(default_factory=Counter)


class Calls:
    """The calls.

    Args:
        role: says for a function's code what it is; None: it is followed only if it is called by
            one that is, and belongs to the same program.
        belongs: says whether it does.

    Attributes:
        stack: the functions that run now, the outer first.
        waiting: those of them that await, the inner first.
        ignored: the code of the functions that are never followed, by its `id`: the hash of code
            is computed again from all its instructions each time.

    """

    def __init__(
        self, role: Callable[[CodeType], str | None], belongs: Callable[[FrameType], bool]
    ) -> None:
        self.stack: list[FrameType] = []
        self.waiting: list[FrameType] = []
        self.ignored: dict[int, CodeType] = {}
        self._role = role
        self._belongs = belongs
        self._calls: dict[FrameType, Call] = {}
        self._followed: Counter[CodeType] = Counter()
        self._count = 0

    def of(self, frame: FrameType) -> Call:
        """Return the call that this frame belongs to."""
        return self._calls[frame]

    def goes_on(self, frame: FrameType) -> bool:
        """Tell whether this one awaited until now, and no other function has run meanwhile."""
        if frame not in self.waiting:
            return False
        self.waiting.remove(frame)
        return True

    def called(self, frame: FrameType, *, is_counted: bool) -> Call | None:
        """Return the call that begins or goes on, or None if it is not followed.

        While the line that calls is only counted, no other function is followed.
        """
        call = self._calls.get(frame)
        if call is not None:
            return call if call.is_suspended else None
        role = self._role(frame.f_code)
        again = any(each.f_code is frame.f_code for each in self.stack)  # it calls itself
        if (role is None or again) and not self._is_called_by_followed(frame, is_counted):
            return None
        self._count += 1
        call = self._calls[frame] = Call(self._count, role or "")
        return call

    def _is_called_by_followed(self, frame: FrameType, is_counted: bool) -> bool:
        code = frame.f_code
        # A comprehension is a function of its own up to Python 3.11, and part of its line after.
        if code.co_name.startswith("<") or not self._belongs(frame):
            self.ignored[id(code)] = code
            return False
        running = [each for each in self.stack if each not in self.waiting]
        if not running or len(running) >= DEPTH or is_counted:
            return False
        caller = running[-1]
        calls = self._calls[caller].calls
        calls[caller.f_lineno, code] += 1
        self._followed[code] += 1
        return calls[caller.f_lineno, code] <= CALLS and self._followed[code] <= FOLLOWED

    def returned(self, frame: FrameType, *, is_suspended: bool) -> None:
        """Note that a call ends, or only pauses until it is resumed."""
        call = self._calls[frame]
        self._followed[frame.f_code] += is_suspended and not call.role
        if frame in self.stack:
            self.stack.remove(frame)
        call.is_suspended = is_suspended and self._followed[frame.f_code] <= FOLLOWED
        if not call.is_suspended:
            del self._calls[frame]

    def clear(self) -> None:
        """Release the program's frames."""
        self.stack.clear()
        self.waiting.clear()
        self._calls.clear()
