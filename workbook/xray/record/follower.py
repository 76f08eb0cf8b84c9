"""Follows the lines of a program, as Python tells of them."""

from inspect import CO_ASYNC_GENERATOR, CO_COROUTINE
from types import FrameType, TracebackType
from typing import Any

from workbook.internals.in_python import is_handed_over
from workbook.xray.entries import Header, Work
from workbook.xray.record.call import Call
from workbook.xray.record.calls import Calls
from workbook.xray.record.code.effects import may_be_unseen
from workbook.xray.record.code.errors import Origin, Place, text_of
from workbook.xray.record.code.leaving import (
    ends_by_error,
    handled,
    is_bare,
    is_except,
    raises_again,
)
from workbook.xray.record.code.statements import PythonStatements
from workbook.xray.record.marks import Marks, Region
from workbook.xray.record.strands import awaiting

VISITS = 3  # a statement that runs more often in one call of a function is only counted
QUIET = (StopIteration, StopAsyncIteration)  # these end a loop


class Follower:
    """Notes a moment for what Python tells.

    Args:
        calls: says what is followed.
        marks: notes it.

    Attributes:
        drawn: the lines at which an error was noted.
        told: an error that was noted, and at no line: its `id` and its text; it is not kept.
        roles: what the functions were that began.

    """

    def __init__(self, calls: Calls, marks: Marks) -> None:
        self.drawn: set[Place] = set()
        self.told: tuple[int, str] | None = None
        self.roles: set[str] = set()
        self._calls = calls
        self._marks = marks
        self._statements = PythonStatements()

    def called(self, frame: FrameType) -> Call | None:
        """Note that an own function begins or goes on; return its call, if it is followed."""
        call = self._calls.get(frame)
        if call is not None:
            self._goes_on(call)
            return call
        strand = self._marks.strands.here()
        parent = strand.current or strand.parent
        call = self._calls.begun(frame, parent, "" if strand.running else strand.origin)
        if call is None:
            return None
        self.roles.add(call.role)
        self._marks.leave(call)
        self._marks.mark("call", parent, header=_header(call))
        strand.running.append(call)
        if _is_async(frame):
            awaiting.set(call)
        return call

    def _goes_on(self, call: Call) -> None:
        marks, strand = self._marks, self._marks.strands.here()
        parent = strand.current or strand.parent
        strand.running.append(call)
        if call.frame is not None and _is_async(call.frame):
            awaiting.set(call)
        if call in marks.waiting:
            marks.waiting.remove(call)
            return  # nothing else has run meanwhile
        call.parent, call.depth = parent, 0 if parent is None else parent.depth + 1
        call.resumed[0 if call.source is None else call.source.line] += 1
        if marks.region is not None:
            return
        if self._resumed_at(call) > VISITS:  # as two tasks that both wait for many small things
            call.uncounted += not call.awaits
            if parent is None and call not in marks.unseen:
                marks.unseen.append(call)
            return
        marks.leave(call)
        marks.mark("call", parent, header=_header(call))

    def _resumed_at(self, call: Call) -> int:
        return call.resumed[0 if call.source is None else call.source.line]

    def goes_on_counted(self, frame: FrameType) -> Call | None:
        """Return the call that goes on, if it has nothing to be noted: it is only counted."""
        call = self._calls.get(frame)
        if call is None or not call.is_hot or self._marks.region is None:
            return None
        self._marks.strands.here().running.append(call)
        if call in self._marks.waiting:
            self._marks.waiting.remove(call)
        return call

    def counts(self, call: Call, frame: FrameType, event: str, argument: Any) -> bool:
        """Tell whether an event of a line that is only counted needs nothing more."""
        if event == "return":
            if frame.f_lasti not in call.pauses or call.is_failing:
                return False
            self._suspend(call, frame, argument)
            return True
        error = argument[1]
        is_known = (id(frame.f_code), frame.f_lineno) in self.drawn
        if isinstance(error, GeneratorExit) or not is_known:
            return False
        if not isinstance(error, QUIET):  # kept until the next line, where it is caught
            call.is_failing, call.unsaid = True, (error, argument[2])
            call.latest = ""
        return True

    def line(self, call: Call, frame: FrameType) -> None:
        """Note that a line is about to run."""
        source = self._statements.at(frame.f_code, frame.f_lineno)
        call.is_failing, call.unsaid = False, None
        if call.source is source:
            return  # another line, or another round, of the statement that runs already
        call.source = source
        if is_bare(source.text) or is_except(source.text):
            call.latest = handled() or call.latest
        call.visits[source.line] += 1
        visits = call.visits[source.line]
        call.is_hot = visits > VISITS
        if call.is_hot:
            call.hot[frame.f_lineno] = source
            if self._marks.region is None:
                self._marks.mark("line", call)
                self._marks.region = Region(call, source)
            self._marks.region.rounds += source is self._marks.region.source
            return
        leaves = source.is_with and visits % 2 == 0
        text = "leaving the with block" if leaves else ""
        unseen = may_be_unseen(frame, source.acts_on)
        self._marks.mark("line", call, source=source, text=text, is_unseen=unseen)

    def returned(self, call: Call, frame: FrameType, argument: Any) -> None:
        """Note that a function ends, yields or awaits."""
        # An error that leaves the function at its yield looks like one more yield of None.
        is_left = argument is None and (call.is_failing or self._is_elsewhere(call, frame))
        if frame.f_lasti in call.pauses and not is_left:
            self._suspend(call, frame, argument)
            if not (call.awaits or self._marks.region) and self._resumed_at(call) < VISITS:
                pauses = "pauses" if call.role == Work.DEPENDENCY else "yields"
                self._marks.mark("return", call, text=pauses)
            return
        if call.unsaid is not None:
            self._draw(call, frame, *call.unsaid)
        elif not call.is_failing and (is_left or ends_by_error(frame, argument)):
            self._draw_again(call, frame)
        self._stop(call)
        if _is_async(frame):
            awaiting.set(call.parent)
        self._marks.mark("return", call)
        self._calls.over(call)
        self._marks.log.over(call.number)

    def _is_elsewhere(self, call: Call, frame: FrameType) -> bool:
        """Tell whether a function stands where an error was raised that a later line lets pass."""
        return call.source is not self._statements.at(frame.f_code, frame.f_lineno)

    def _suspend(self, call: Call, frame: FrameType, argument: Any) -> None:
        self._stop(call)
        call.awaits = _is_async(frame) and not is_handed_over(argument)
        if call.awaits:
            # An async driver awaits many times for one statement; all of that is of one line.
            self._marks.waiting.append(call)
        elif _is_async(frame):
            awaiting.set(call.parent)

    def _stop(self, call: Call) -> None:
        running = self._marks.strands.here().running
        if call in running:
            running.remove(call)

    def raised(
        self, call: Call, frame: FrameType, error: BaseException, traceback: TracebackType | None
    ) -> None:
        """Note that a line raised an error, or that one passes through it."""
        call.latest = ""
        if isinstance(error, QUIET):
            return
        call.is_failing = True
        if isinstance(error, GeneratorExit):
            self._marks.mark("closed", call)
            return
        self._draw(call, frame, error, traceback)

    def _draw(
        self, call: Call, frame: FrameType, error: BaseException, traceback: TracebackType | None
    ) -> None:
        further_in = Origin(traceback and traceback.tb_next, self._calls.is_own)
        text, place = text_of(error), (id(frame.f_code), frame.f_lineno)
        call.latest = text
        passes = self.is_known(error, further_in) or self.is_thrown_in(call, frame)
        if further_in.where and not passes:
            text += f"   ({further_in.where})"
        self.drawn.add(place)
        self._marks.mark("raise", call, text=text, passes=passes)

    def _draw_again(self, call: Call, frame: FrameType) -> None:
        """Note an error that Python does not tell of: a line raises it again, or lets it pass."""
        source = call.source
        if source is None or not call.latest:
            return
        is_raised = raises_again(frame, source.text) and not self._is_elsewhere(call, frame)
        if is_raised or source.is_with or is_except(source.text):
            self._marks.mark("raise", call, text=call.latest, passes=not is_raised)

    def is_known(self, error: BaseException, origin: Origin) -> bool:
        """Tell whether an error was noted before it came here."""
        told = self.told is not None and self.told == (id(error), text_of(error))
        return told or not self.drawn.isdisjoint(origin.places)

    @staticmethod
    def is_thrown_in(call: Call, frame: FrameType) -> bool:
        """Tell whether an error was not raised by the line at which a function has yielded."""
        return frame.f_lasti in call.pauses and not call.awaits


def _is_async(frame: FrameType) -> bool:
    return bool(frame.f_code.co_flags & (CO_COROUTINE | CO_ASYNC_GENERATOR))


def _header(call: Call) -> Header:
    return Header(call.title, call.role, call.depth, call.number, call.name, call.file)
