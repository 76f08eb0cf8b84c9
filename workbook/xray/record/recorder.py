"""Which line ran, and what the observers saw change before it: a log, in order.

It is taken while a program runs, so it must not disturb it: no error in here gets out, what runs
over and over is only counted, and nothing of a function is kept once it is over.
"""

import inspect
import sys
from collections.abc import Callable
from types import CodeType, FrameType
from typing import Any

from workbook.display.harmless import clean
from workbook.internals import is_handed_over, is_suspended
from workbook.xray.observe.frames import arguments
from workbook.xray.observe.values import said
from workbook.xray.record.calls import Calls
from workbook.xray.record.log import Log
from workbook.xray.record.statements import PythonStatement, PythonStatements
from workbook.xray.snapshot import Answer, Header, Statement

VISITS = 3  # a statement that runs more often in one call of a function is only counted
QUIET = (StopIteration, StopAsyncIteration, GeneratorExit)  # these end a loop or a generator


class Recorder:
    """Takes the log.

    Args:
        role: says for a function's code what it is, such as "dependency"; None: follow it only
            if a function that is followed calls it, and it belongs to the same program.
        belongs: says whether it does.

    Attributes:
        log: what happened.
        ignored: the code of the functions that are never followed, by its `id`.

    """

    def __init__(
        self, role: Callable[[CodeType], str | None], belongs: Callable[[FrameType], bool]
    ) -> None:
        self.log = Log()
        self._calls = Calls(role, belongs)
        self.ignored = self._calls.ignored
        self._statements = PythonStatements()
        self._repeated: PythonStatement | None = None
        self._rounds = 0
        self._paused: Callable | None = None

    def start(self) -> None:
        """Look for the first time."""
        self.log.start()

    def trace(self, frame: FrameType, event: str, argument: Any) -> Callable | None:
        """Follow a line; this is the function for `sys.settrace`."""
        try:
            if self._calls.goes_on(frame) and event == "call":
                return self.trace
            if event == "call":
                if self._called(frame):
                    return self.trace
                frame.f_trace = None  # a generator that goes on would still be followed
                return None
            if event == "line":
                self._line(frame)
            elif event == "return":
                self._returned(frame, argument)
            elif event == "exception" and not issubclass(argument[0], QUIET):
                self._calls.of(frame).has_failed = True
                self._mark("raise", text=f"{argument[0].__name__}: {said(argument[1])}")
        except Exception as error:
            self.trouble(f"a line could not be followed: {said(error)}")
        return self.trace

    def _called(self, frame: FrameType) -> bool:
        call = self._calls.called(frame, is_counted=self._repeated is not None)
        if call is None:
            return False
        resumed, call.is_suspended = call.is_suspended, False
        self._leave_waiting()
        header, name = None, frame.f_code.co_name
        if not (resumed and call.awaits) and name != "<module>":
            title = f"{name}() goes on" if resumed else f"{name}({arguments(frame)})"
            header = Header(clean(title), call.role, len(self._calls.stack))
        self._mark("call", number=call.number, header=header)
        self._calls.stack.append(frame)
        return True

    def _line(self, frame: FrameType) -> None:
        call = self._calls.of(frame)
        source = self._statements.at(frame.f_code, frame.f_lineno)
        if call.source == source:
            return  # another line, or another round, of the statement that runs already
        call.source = source
        call.visits[source.line] += 1
        visits = call.visits[source.line]
        if visits > VISITS:
            if self._repeated is None:
                self._mark("line")
                self._repeated, self._rounds = source, 0
            self._rounds += source == self._repeated
            return
        leaves = source.is_with and visits % 2 == 0
        self._mark("line", source=source, text="leaving the with block" if leaves else "")

    def _returned(self, frame: FrameType, argument: Any) -> None:
        call = self._calls.of(frame)
        # An error that leaves the function at its yield looks like one more yield of None.
        suspended = is_suspended(frame) and not (argument is None and call.has_failed)
        is_async = frame.f_code.co_flags & (inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR)
        call.awaits = suspended and bool(is_async) and not is_handed_over(argument)
        if call.awaits:
            # An async driver awaits many times for one statement; all of that belongs to one line.
            self._calls.waiting.append(frame)
        else:
            self._leave(frame, suspended=suspended)

    def _leave_waiting(self) -> None:
        """Another function runs while these await, so they have left the stack."""
        while self._calls.waiting:
            self._leave(self._calls.waiting.pop(0), suspended=True)

    def _leave(self, frame: FrameType, *, suspended: bool) -> None:
        call = self._calls.of(frame)
        pauses = suspended and not call.awaits
        text = ("pauses" if call.role == "dependency" else "yields") if pauses else ""
        self._mark("return", number=call.number, text=text or ("awaits" if suspended else ""))
        self._calls.returned(frame, is_suspended=suspended)

    def sent(self, statement: Statement) -> None:
        """Note SQL that was sent."""
        self.log.sent(statement)

    def cut(self, name: str) -> None:
        """End a part of what a line does, such as "flush"."""
        self._mark("cut", text=name)

    def loaded(self) -> None:
        """Look at once, if no line runs: an object loaded for the response is gone soon."""
        if not self._calls.stack:
            self._mark("cut")

    def thread_ends(self) -> None:
        """Look, if no line runs: what FastAPI has made of an object is gone soon."""
        if not self._calls.stack:
            self._mark("thread")

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
        """Look for the last time, and release the program's frames."""
        self._leave_waiting()
        self._mark("end")
        self._calls.clear()

    def trouble(self, text: str) -> None:
        """Note what could not be observed."""
        self.log.trouble(text)

    def _mark(self, what: str, **details: Any) -> None:
        if self._repeated is not None:
            repeated, self._repeated = self._repeated, None
            self._mark("rounds", source=repeated, count=self._rounds)
        self.log.add(what, self._calls.stack, **details)
