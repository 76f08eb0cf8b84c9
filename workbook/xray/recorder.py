"""Which line ran, and what the observers saw change before it: a log, in order.

It is taken while a program runs, so it must not disturb it: no error in here gets out, and a line
that runs over and over is only counted.
"""

import inspect
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from types import CodeType, FrameType
from typing import Any, Protocol

from workbook.xray.source import Source, Statements, is_suspended
from workbook.xray.values import arguments
from workbook.xray.world import Answer, Change, Header, Statement, World, differences

VISITS = 3  # a statement that runs more often in one call of a function is only counted
CALLS = 3  # a function that one statement calls more often is not followed any more
SQL = 10  # as many statements are kept between two moments; of the others only the number
QUIET = (StopIteration, StopAsyncIteration, GeneratorExit)  # these end a loop or a generator


class Observer(Protocol):
    """Sees one part of the world, such as a session, and never disturbs it."""

    def look(self, frames: Sequence[FrameType]) -> World:
        """Return what is there now; the frames are of the functions that run, the outer first."""


@dataclass(frozen=True)
class Moment:
    """Something that happened, and what had changed since the moment before.

    `what` is "call", "line", "rounds", "return", "raise", "cut" or "answer".
    """

    what: str
    changes: tuple[Change, ...]
    sql: tuple[Statement, ...]
    more_sql: int
    header: Header | None = None
    source: Source | None = None
    text: str = ""
    count: int = 0
    answer: Answer | None = None


class Recorder:
    """Takes the log.

    Args:
        observers: what to look at.
        role: says for a function's code what it is, such as "dependency"; None: follow it only
            if a function that is followed calls it, and it belongs to the same program.
        belongs: says whether it does.

    Attributes:
        log: what happened.
        before: the world before it.
        troubles: what could not be observed, and why.
        ignored: the functions that are never followed.

    """

    def __init__(
        self,
        observers: Iterable[Observer],
        role: Callable[[CodeType], str | None],
        belongs: Callable[[FrameType], bool],
    ) -> None:
        self.log: list[Moment] = []
        self.before: World = {}
        self.troubles: list[str] = []
        self.ignored: set[CodeType] = set()
        self._observers = list(observers)
        self._role = role
        self._belongs = belongs
        self._statements = Statements()
        self._stack: list[FrameType] = []
        self._suspended: set[FrameType] = set()
        self._failing: set[FrameType] = set()
        self._running: dict[FrameType, Source] = {}
        self._visits: Counter[tuple[FrameType, int]] = Counter()
        self._calls: Counter[tuple[FrameType, int, CodeType]] = Counter()
        self._repeated: Source | None = None
        self._rounds = 0
        self._world: World = {}
        self._sql: list[Statement] = []
        self._more_sql = 0

    def start(self) -> None:
        """Look at the world for the first time."""
        self.before = self._world = self._look()

    def trace(self, frame: FrameType, event: str, argument: Any) -> Callable | None:
        """Follow a line; this is the function for `sys.settrace`."""
        try:
            if event == "call":
                return self.trace if self._called(frame) else None
            if event == "line":
                self._line(frame)
            elif event == "return":
                self._returned(frame, argument)
            elif event == "exception" and not issubclass(argument[0], QUIET):
                self._failing.add(frame)
                self._mark("raise", text=f"{argument[0].__name__}: {first_line(argument[1])}")
        except Exception as error:
            self.trouble(f"a line could not be followed: {type(error).__name__}: {error}")
        return self.trace

    def _called(self, frame: FrameType) -> bool:
        code = frame.f_code
        role = self._role(code)
        resumed = frame in self._suspended
        if role is None and not resumed and not self._is_called_by_followed(frame):
            return False
        self._suspended.discard(frame)
        awaited = resumed and inspect.CO_COROUTINE & code.co_flags
        title = f"{code.co_name}() goes on" if resumed else f"{code.co_name}({arguments(frame)})"
        header = (
            None
            if awaited or code.co_name == "<module>"
            else Header(title, role or "", len(self._stack))
        )
        self._mark("call", header=header)
        self._stack.append(frame)
        return True

    def _is_called_by_followed(self, frame: FrameType) -> bool:
        code = frame.f_code
        # A comprehension is a function of its own up to Python 3.11, and part of its line after.
        if code.co_name.startswith("<") or not self._belongs(frame):
            self.ignored.add(code)
            return False
        if not self._stack:
            return False
        caller = self._stack[-1]
        call = (caller, caller.f_lineno, code)
        self._calls[call] += 1
        return self._calls[call] <= CALLS and self._repeated is None

    def _line(self, frame: FrameType) -> None:
        source = self._statements.at(frame.f_code, frame.f_lineno)
        if self._running.get(frame) == source:
            return  # another line, or another round, of the statement that runs already
        self._running[frame] = source
        self._visits[frame, source.line] += 1
        visits = self._visits[frame, source.line]
        if visits > VISITS:
            if self._repeated is None:
                self._mark("line", source=None)
                self._repeated, self._rounds = source, 0
            self._rounds += source == self._repeated
            return
        leaves = source.is_with and visits % 2 == 0
        self._mark("line", source=source, text="leaving the with block" if leaves else "")

    def _returned(self, frame: FrameType, argument: Any) -> None:
        # An error that leaves the function at its yield looks like one more yield.
        failed = argument is None and frame in self._failing
        suspended = is_suspended(frame) and not failed
        self._mark("return", text="pauses" if suspended else "")
        if frame in self._stack:
            self._stack.remove(frame)
        if suspended:
            self._suspended.add(frame)
        else:
            self._running.pop(frame, None)

    def sent(self, statement: Statement) -> None:
        """Note SQL that was sent."""
        if len(self._sql) < SQL:
            self._sql.append(statement)
        else:
            self._more_sql += 1

    def cut(self, name: str) -> None:
        """End a part of what a line does, such as "flush"."""
        self._mark("cut", text=name)

    def answered(self, answer: Answer) -> None:
        """Note the moment of the response."""
        self._mark("answer", answer=answer)

    def finish(self) -> None:
        """Look for the last time, and let go of the program's frames."""
        self._mark("end")
        kept = (self._stack, self._suspended, self._failing, self._running)
        for each in (*kept, self._visits, self._calls):
            each.clear()

    def trouble(self, text: str) -> None:
        """Note what could not be observed."""
        if text not in self.troubles:
            self.troubles.append(text)

    def _mark(self, what: str, **details: Any) -> None:
        if self._repeated is not None:
            repeated, self._repeated = self._repeated, None
            self._mark("rounds", source=repeated, count=self._rounds)
        world = self._look()
        changes = differences(self._world, world)
        self.log.append(Moment(what, changes, tuple(self._sql), self._more_sql, **details))
        self._world, self._sql, self._more_sql = world, [], 0

    def _look(self) -> World:
        world: dict = {}
        for observer in self._observers:
            try:
                world |= observer.look(self._stack)
            except Exception as error:
                self.trouble(f"{type(observer).__name__}: {type(error).__name__}: {error}")
        return world


def first_line(error: BaseException) -> str:
    """Return what an error says, without addresses, and the links that may follow."""
    line = (str(error).splitlines() or [""])[0].partition(" (Background on this error")[0]
    line = re.sub(r" at 0x[0-9a-f]+", "", line)
    return re.sub(r"(?:/[^\s/'\":]+)+/([^\s/'\":]+)", r"\1", line)  # folders differ
