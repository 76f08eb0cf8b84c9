"""Which line ran, and what the observers saw change before it: a log, in order.

It is taken while a program runs, so it must not disturb it: no error in here gets out, what runs
over and over is only counted, and nothing of a function is kept once it is over.
"""

import inspect
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from types import CodeType, FrameType
from typing import Any, Protocol

from workbook.xray.source import Source, Statements, is_suspended
from workbook.xray.values import arguments, clean, said
from workbook.xray.world import Answer, Change, Header, Statement, World, differences

VISITS = 3  # a statement that runs more often in one call of a function is only counted
CALLS = 3  # a function that one statement calls more often is not followed any more
FOLLOWED = 12  # nor one that was followed so often, or resumed, from whatever line
DEPTH = 8  # nor one that is called from so deep
SQL = 10  # as many statements are kept between two moments; of the others only the number
QUIET = (StopIteration, StopAsyncIteration, GeneratorExit)  # these end a loop or a generator


class Observer(Protocol):
    """Sees one part of the world, such as a session, and never disturbs it."""

    def look(self, frames: Sequence[FrameType]) -> World:
        """Return what is there now; the frames are of the functions that run, the outer first."""


@dataclass(frozen=True)
class Moment:
    """Something that happened, and what had changed since the moment before.

    `what` is "call", "line", "rounds", "return", "raise", "cut", "answer" or "end". The number is
    of the call of the function, so that one that goes on after an `await` is known again.
    """

    what: str
    changes: tuple[Change, ...]
    sql: tuple[Statement, ...]
    more_sql: int
    number: int = 0
    header: Header | None = None
    source: Source | None = None
    text: str = ""
    count: int = 0
    answer: Answer | None = None


@dataclass
class Run:
    """One call of a function, as long as it is not over."""

    number: int
    role: str
    source: Source | None = None
    is_suspended: bool = False
    awaits: bool = False
    has_failed: bool = False
    visits: Counter[int] = field(default_factory=Counter)
    calls: Counter[tuple[int, CodeType]] = field(default_factory=Counter)


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
        ignored: the code of the functions that are never followed, by its `id`: the hash of code
            is made anew from all its instructions each time.

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
        self.ignored: dict[int, CodeType] = {}
        self._observers = list(observers)
        self._role = role
        self._belongs = belongs
        self._statements = Statements()
        self._stack: list[FrameType] = []
        self._runs: dict[FrameType, Run] = {}
        self._waiting: list[FrameType] = []  # those of the stack that await, the inner first
        self._followed: Counter[CodeType] = Counter()
        self._count = 0
        self._repeated: Source | None = None
        self._rounds = 0
        self._paused: Callable | None = None
        self._world: World = {}
        self._sql: list[Statement] = []
        self._more_sql = 0

    def start(self) -> None:
        """Look at the world for the first time."""
        self.before = self._world = self._look()

    def trace(self, frame: FrameType, event: str, argument: Any) -> Callable | None:
        """Follow a line; this is the function for `sys.settrace`."""
        try:
            if frame in self._waiting:  # it goes on, and no other function has run meanwhile
                self._waiting.remove(frame)
                if event == "call":
                    return self.trace
            if event == "call":
                return self.trace if self._called(frame) else None
            if event == "line":
                self._line(frame)
            elif event == "return":
                self._returned(frame, argument)
            elif event == "exception" and not issubclass(argument[0], QUIET):
                self._runs[frame].has_failed = True
                self._mark("raise", text=f"{argument[0].__name__}: {said(argument[1])}")
        except Exception as error:
            self.trouble(f"a line could not be followed: {said(error)}")
        return self.trace

    def _called(self, frame: FrameType) -> bool:
        code = frame.f_code
        run = self._runs.get(frame)
        if run is None:
            role = self._role(code)
            if role is None and not self._is_called_by_followed(frame):
                return False
            self._count += 1
            run = self._runs[frame] = Run(self._count, role or "")
        elif not run.is_suspended:
            return False
        resumed, run.is_suspended = run.is_suspended, False
        self._leave_waiting()
        header = None
        if not (resumed and run.awaits) and code.co_name != "<module>":
            name = code.co_name
            title = f"{name}() goes on" if resumed else f"{name}({arguments(frame)})"
            header = Header(clean(title), run.role, len(self._stack))
        self._mark("call", number=run.number, header=header)
        self._stack.append(frame)
        return True

    def _is_called_by_followed(self, frame: FrameType) -> bool:
        code = frame.f_code
        # A comprehension is a function of its own up to Python 3.11, and part of its line after.
        if code.co_name.startswith("<") or not self._belongs(frame):
            self.ignored[id(code)] = code
            return False
        running = [each for each in self._stack if each not in self._waiting]
        if not running or len(running) >= DEPTH or self._repeated is not None:
            return False
        caller = running[-1]
        calls = self._runs[caller].calls
        calls[caller.f_lineno, code] += 1
        self._followed[code] += 1
        return calls[caller.f_lineno, code] <= CALLS and self._followed[code] <= FOLLOWED

    def _line(self, frame: FrameType) -> None:
        run = self._runs[frame]
        source = self._statements.at(frame.f_code, frame.f_lineno)
        if run.source == source:
            return  # another line, or another round, of the statement that runs already
        run.source = source
        run.visits[source.line] += 1
        visits = run.visits[source.line]
        if visits > VISITS:
            if self._repeated is None:
                self._mark("line")
                self._repeated, self._rounds = source, 0
            self._rounds += source == self._repeated
            return
        leaves = source.is_with and visits % 2 == 0
        self._mark("line", source=source, text="leaving the with block" if leaves else "")

    def _returned(self, frame: FrameType, argument: Any) -> None:
        run = self._runs[frame]
        # An error that leaves the function at its yield looks like one more yield of None.
        suspended = is_suspended(frame) and not (argument is None and run.has_failed)
        handed_over = type(argument).__name__ == "async_generator_wrapped_value"
        is_async = frame.f_code.co_flags & (inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR)
        run.awaits = suspended and bool(is_async) and not handed_over
        if run.awaits:
            # An async driver awaits many times for one statement: all that belongs to one line.
            self._waiting.append(frame)
        else:
            self._leave(frame, suspended=suspended)

    def _leave_waiting(self) -> None:
        """Another function runs while these await: so they have left the stack."""
        waiting, self._waiting = self._waiting, []
        for frame in waiting:
            self._leave(frame, suspended=True)

    def _leave(self, frame: FrameType, *, suspended: bool) -> None:
        run = self._runs[frame]
        self._followed[frame.f_code] += suspended and not run.role
        pauses = suspended and not run.awaits
        text = ("pauses" if run.role == "dependency" else "yields") if pauses else ""
        self._mark("return", number=run.number, text=text or ("awaits" if suspended else ""))
        if frame in self._stack:
            self._stack.remove(frame)
        run.is_suspended = suspended and self._followed[frame.f_code] <= FOLLOWED
        if not run.is_suspended:
            del self._runs[frame]

    def sent(self, statement: Statement) -> None:
        """Note SQL that was sent."""
        if len(self._sql) < SQL:
            self._sql.append(statement)
        else:
            self._more_sql += 1

    def cut(self, name: str) -> None:
        """End a part of what a line does, such as "flush"."""
        self._mark("cut", text=name)

    def loaded(self) -> None:
        """Look at once, if no line runs: an object loaded for the response is gone soon."""
        if not self._stack:
            self._mark("cut")

    def pause(self) -> None:
        """Follow no function that this thread calls from here on: it would take too long."""
        self._paused = self._paused or sys.gettrace()
        sys.settrace(None)

    def resume(self) -> None:
        """Follow functions again."""
        if self._paused is not None:
            sys.settrace(self._paused)
            self._paused = None

    def answered(self, answer: Answer) -> None:
        """Note the moment of the response."""
        self._leave_waiting()
        self._mark("answer", answer=answer)

    def finish(self) -> None:
        """Look for the last time, and let go of the program's frames."""
        self._leave_waiting()
        self._mark("end")
        self._stack.clear()
        self._runs.clear()

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
                self.trouble(f"{type(observer).__name__}: {said(error)}")
        return world
