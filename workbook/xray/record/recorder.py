"""Which line ran, and what the observers saw change before it: a log, in order.

It is taken while a program runs, so it must not disturb it: no error in here gets out, what runs
over and over is only counted, and nothing of a function is kept once it is over.
"""

import inspect
import sys
from collections.abc import Callable, Iterable
from types import CodeType, FrameType
from typing import Any

from workbook.xray.observe.values import arguments, clean, said
from workbook.xray.record.calls import Calls
from workbook.xray.record.log import Log, Observer
from workbook.xray.record.statements import PythonStatement, PythonStatements, is_suspended
from workbook.xray.snapshot import Answer, Header, Statement

VISITS = 3  # a statement that runs more often in one call of a function is only counted
QUIET = (StopIteration, StopAsyncIteration, GeneratorExit)  # these end a loop or a generator


class Recorder:
    """Takes the log.

    Args:
        observers: what to look at.
        role: says for a function's code what it is, such as "dependency"; None: follow it only
            if a function that is followed calls it, and it belongs to the same program.
        belongs: says whether it does.

    Attributes:
        log: what happened.
        ignored: the code of the functions that are never followed, by its `id`.

    """

    def __init__(
        self,
        observers: Iterable[Observer],
        role: Callable[[CodeType], str | None],
        belongs: Callable[[FrameType], bool],
    ) -> None:
        self.log = Log(observers)
        self._runs = Calls(role, belongs)
        self.ignored = self._runs.ignored
        self._statements = PythonStatements()
        self._repeated: PythonStatement | None = None
        self._rounds = 0
        self._paused: Callable | None = None

    def start(self) -> None:
        """Look at the world for the first time."""
        self.log.start()

    def trace(self, frame: FrameType, event: str, argument: Any) -> Callable | None:
        """Follow a line; this is the function for `sys.settrace`."""
        try:
            if self._runs.goes_on(frame) and event == "call":
                return self.trace
            if event == "call":
                return self.trace if self._called(frame) else None
            if event == "line":
                self._line(frame)
            elif event == "return":
                self._returned(frame, argument)
            elif event == "exception" and not issubclass(argument[0], QUIET):
                self._runs.of(frame).has_failed = True
                self._mark("raise", text=f"{argument[0].__name__}: {said(argument[1])}")
        except Exception as error:
            self.trouble(f"a line could not be followed: {said(error)}")
        return self.trace

    def _called(self, frame: FrameType) -> bool:
        run = self._runs.called(frame, is_counted=self._repeated is not None)
        if run is None:
            return False
        resumed, run.is_suspended = run.is_suspended, False
        self._leave_waiting()
        header, name = None, frame.f_code.co_name
        if not (resumed and run.awaits) and name != "<module>":
            title = f"{name}() goes on" if resumed else f"{name}({arguments(frame)})"
            header = Header(clean(title), run.role, len(self._runs.stack))
        self._mark("call", number=run.number, header=header)
        self._runs.stack.append(frame)
        return True

    def _line(self, frame: FrameType) -> None:
        run = self._runs.of(frame)
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
        run = self._runs.of(frame)
        # An error that leaves the function at its yield looks like one more yield of None.
        suspended = is_suspended(frame) and not (argument is None and run.has_failed)
        handed_over = type(argument).__name__ == "async_generator_wrapped_value"
        is_async = frame.f_code.co_flags & (inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR)
        run.awaits = suspended and bool(is_async) and not handed_over
        if run.awaits:
            # An async driver awaits many times for one statement: all that belongs to one line.
            self._runs.waiting.append(frame)
        else:
            self._leave(frame, suspended=suspended)

    def _leave_waiting(self) -> None:
        """Another function runs while these await: so they have left the stack."""
        while self._runs.waiting:
            self._leave(self._runs.waiting.pop(0), suspended=True)

    def _leave(self, frame: FrameType, *, suspended: bool) -> None:
        run = self._runs.of(frame)
        pauses = suspended and not run.awaits
        text = ("pauses" if run.role == "dependency" else "yields") if pauses else ""
        self._mark("return", number=run.number, text=text or ("awaits" if suspended else ""))
        self._runs.returned(frame, is_suspended=suspended)

    def sent(self, statement: Statement) -> None:
        """Note SQL that was sent."""
        self.log.sent(statement)

    def cut(self, name: str) -> None:
        """End a part of what a line does, such as "flush"."""
        self._mark("cut", text=name)

    def loaded(self) -> None:
        """Look at once, if no line runs: an object loaded for the response is gone soon."""
        if not self._runs.stack:
            self._mark("cut")

    def worked(self) -> None:
        """Look, if no line runs: what FastAPI has made of an object is gone soon."""
        if not self._runs.stack:
            self._mark("work")

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
        self._runs.clear()

    def trouble(self, text: str) -> None:
        """Note what could not be observed."""
        self.log.trouble(text)

    def _mark(self, what: str, **details: Any) -> None:
        if self._repeated is not None:
            repeated, self._repeated = self._repeated, None
            self._mark("rounds", source=repeated, count=self._rounds)
        self.log.add(what, self._runs.stack, **details)
