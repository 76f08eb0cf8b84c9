"""Which line ran, and what the observers saw change before it: a log, in order.

It is taken while a program runs, so it must not disturb it: no error in here gets out, no thread
waits for long, what runs over and over is only counted, and nothing of a function is kept once it
is over.
"""

import sys
from collections.abc import Callable
from threading import RLock, get_ident
from types import FrameType, TracebackType
from typing import Any

from workbook.xray.entries import Answer, Statement, Work
from workbook.xray.observe.values import said
from workbook.xray.record.call import Call
from workbook.xray.record.calls import Calls
from workbook.xray.record.code.errors import Origin, ending, refusal, text_of
from workbook.xray.record.code.program import Program
from workbook.xray.record.code.work import purpose
from workbook.xray.record.follower import QUIET, Follower
from workbook.xray.record.marks import CUTS, Marks
from workbook.xray.record.strands import Strand, awaiting

PATIENCE = 2  # seconds that a thread waits while another one is looked at


class Recorder:
    """Takes the log. Any thread may call it.

    Args:
        program: says which functions are its own.

    Attributes:
        log: what happened.
        ignored: the code of the functions that are never followed, by its `id`.
        libraries: so is this code, whoever is followed.
        is_over: nothing is noted any more.

    """

    def __init__(self, program: Program) -> None:
        self._calls = Calls(program)
        self._marks = Marks(self._calls)
        self._follower = Follower(self._calls, self._marks)
        self.log = self._marks.log
        self.ignored, self.libraries = self._calls.ignored, self._calls.libraries
        self.is_over = False
        self._lock = RLock()
        self._patience: float = PATIENCE
        self._paused: dict[int, Callable | None] = {}  # by thread

    def start(self) -> None:
        """Look for the first time."""
        self.log.start()

    def trace(self, frame: FrameType, event: str, argument: Any) -> Callable | None:
        """Follow a function; this is what Python is given for `sys.settrace`."""
        if not self.is_over:
            if self.is_own(frame):
                call = self._follower.goes_on_counted(frame) or self._safely(self._called, frame)
                if call is not None:
                    return call.trace
            elif id(frame.f_code) in self._calls.watched:
                frame.f_trace_lines = False
                return self._watch
        frame.f_trace = None  # a generator that goes on would still be followed
        return None

    def is_own(self, frame: FrameType) -> bool:
        """Tell whether a function is the program's own."""
        try:
            return self._calls.is_own(frame)
        except Exception as error:
            self._lost(error)
            return False

    def _watch(self, frame: FrameType, event: str, argument: Any) -> Callable | None:
        """See an error that comes to FastAPI, which may answer instead of the endpoint."""
        if event == "exception" and isinstance(argument[1], Exception):
            self._safely(self._refused, argument[1], argument[2])
        return self._watch

    def _called(self, frame: FrameType) -> Call | None:
        call = self._follower.called(frame)
        if call is not None and call.trace is None:
            call.trace = self._follow(call)
        return call

    def _follow(self, call: Call) -> Callable:
        """Return what Python tells of the lines of this call."""
        marks, follower, hot = self._marks, self._follower, call.hot

        def trace(frame: FrameType, event: str, argument: Any) -> Callable | None:
            if event == "line":
                source, region = hot.get(frame.f_lineno), marks.region
                if source is not None and region is not None:  # many rounds must not take long
                    if source is not call.source:
                        call.source, call.is_hot = source, True
                        if source is region.source:
                            region.rounds += 1
                    if call.is_failing:
                        call.is_failing, call.unsaid = False, None
                    return call.trace
            elif marks.region is not None and call.is_hot:
                counted = follower.counts(call, frame, event, argument)
                if counted:
                    return call.trace
            if self.is_over or call.frame is None:
                frame.f_trace = None
                return None
            self._safely(self._told_of, call, frame, event, argument)
            return call.trace  # not itself, which only Python's garbage collector could free

        return trace

    def _told_of(self, call: Call, frame: FrameType, event: str, argument: Any) -> None:
        if event == "line":
            self._follower.line(call, frame)
        elif event == "return":
            self._follower.returned(call, frame, argument)
        elif event == "exception":
            if call.role == Work.DEPENDENCY and self._follower.is_thrown_in(call, frame):
                self._refused_before(argument[1], argument[2])
            self._follower.raised(call, frame, argument[1], argument[2])

    def sent(self, statement: Statement) -> None:
        """Note SQL that was sent."""
        self._safely(self._sent, statement, sys._getframe())

    def _sent(self, statement: Statement, frame: FrameType) -> None:
        call = self._working(frame)
        self.log.sent(statement, 0 if call is None else call.number)

    def cut(self, name: str) -> None:
        """End a part of what a line does, such as "flush"."""
        if self._marks.region is None or name not in CUTS:
            self._safely(self._cut, name, sys._getframe())

    def _cut(self, name: str, frame: FrameType) -> None:
        self._marks.mark("cut", self._working(frame), text=name)

    def loaded(self) -> None:
        """Look at once, if no line runs: an object loaded for the response is gone soon."""
        self._safely(self._looked, sys._getframe())

    def thread_ends(self) -> None:
        """Look, if no line runs: what FastAPI has made of an object is gone soon."""
        self._safely(self._looked, sys._getframe())

    def _looked(self, frame: FrameType) -> None:
        if self._marks.region is None and self._working(frame) is None:
            self._marks.mark("cut", None)

    def _working(self, frame: FrameType) -> Call | None:
        """Return the call whose line works now; None: another work, which is noted."""
        strand = self._marks.strands.here()
        what = purpose(frame, self._calls.is_own)
        if strand.current is not None and not what:
            return strand.current
        what = what or strand.origin
        waits = awaiting.get()  # `async with` a session closes it in a task of SQLAlchemy's own
        if not what and waits in self._marks.waiting:
            return waits
        if what or strand.parent is None:
            self._marks.outside(what)
            return None
        return strand.parent

    def pause(self) -> None:
        """Follow no function that this thread calls from here on: it would take too long."""
        self._paused.setdefault(get_ident(), sys.gettrace())
        sys.settrace(None)

    def resume(self) -> None:
        """Follow functions again."""
        trace = self._paused.pop(get_ident(), None)
        if trace is not None:
            sys.settrace(trace)

    def asked(self, frame: FrameType) -> Strand:
        """Return what a thread will work for that is asked to from this function."""
        strand = self._marks.strands.here()
        what = purpose(frame, self._calls.is_own) or ("" if strand.running else strand.origin)
        return Strand(strand.current or strand.parent, what)

    def thread_begins(self, strand: Strand) -> None:
        """Note what this thread works for from now on."""
        self._marks.strands.begin(strand)

    def thread_ended(self) -> None:
        """Note that this thread no longer works for the program."""
        self._marks.strands.end()

    def _refused(self, error: Exception, traceback: TracebackType) -> None:
        if isinstance(error, QUIET) or self._is_told(error):
            return
        origin = Origin(traceback, self._calls.is_own)
        ran = origin.has_endpoint or bool(self._follower.roles & {Work.ENDPOINT, Work.STREAMS})
        text = "" if ran else refusal(error, origin)
        if text:
            self._marks.mark("remark", None, text=text)
            self._follower.told = (id(error), text_of(error))
        else:
            self._draw(error, origin)

    def _refused_before(self, error: BaseException, traceback: TracebackType) -> None:
        """Note an error of no own line, which a dependency is told of before FastAPI is."""
        further_in = traceback.tb_next
        if further_in is not None and isinstance(error, Exception):
            origin = Origin(further_in, self._calls.is_own)
            if not origin.places and not self._follower.is_known(error, origin):
                self._refused(error, further_in)

    def _is_told(self, error: BaseException) -> bool:
        return self._follower.told == (id(error), text_of(error))

    def _draw(self, error: BaseException, origin: Origin) -> None:
        """Note an error, unless it was noted at a line."""
        if not self._is_told(error) and self._follower.drawn.isdisjoint(origin.places):
            where = f"   ({origin.where})" if origin.where else ""
            self._marks.mark("raise", None, by=origin.work, text=text_of(error) + where)
        self._follower.told = (id(error), text_of(error))

    def failed(self, error: BaseException) -> None:
        """Note that the app ends with this error."""
        self._safely(self._failed, error)

    def _failed(self, error: BaseException) -> None:
        origin = Origin(error.__traceback__, self._calls.is_own)
        self._draw(error, origin)
        self._marks.mark("failed", None, text=ending(error, origin))

    def answered(self, answer: Answer) -> None:
        """Note the moment of the response."""
        self._safely(self._answered, answer)

    def _answered(self, answer: Answer) -> None:
        self._marks.leave()
        self._marks.mark("answer", None, answer=answer)

    def finish(self) -> None:
        """Look for the last time, and release the program's frames."""
        self._safely(self._finish)
        self.is_over = True
        self._calls.clear()
        self._marks.strands.clear()
        self.log.observers.clear()

    def _finish(self) -> None:
        self._marks.leave()
        self._marks.mark("end", None)

    def trouble(self, text: str) -> None:
        """Note what could not be observed."""
        self.log.trouble(text)

    def _safely(self, function: Callable, *arguments: Any) -> Any:
        """Do it, alone, and keep whatever goes wrong in here away from the program."""
        if not self._lock.acquire(timeout=self._patience):
            self._patience = 0.01  # until the other one is done: it may wait for this one
            self.log.lost("threads that ran at the same time could not all be followed")
            return None
        self._patience = PATIENCE
        try:
            return None if self.is_over else function(*arguments)
        except Exception as error:
            self._lost(error)
        finally:
            self._lock.release()
        return None

    def _lost(self, error: Exception) -> None:
        try:
            self.log.lost(f"a line could not be followed: {type(error).__name__}: {said(error)}")
        except Exception:  # such as at the end of the stack
            return
