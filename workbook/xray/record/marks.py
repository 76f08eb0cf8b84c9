"""Which moments are noted, and which call, or whose work, has changed what before each."""

from collections.abc import Iterator
from dataclasses import dataclass
from types import FrameType
from typing import Any

from workbook.xray.record.call import Call
from workbook.xray.record.calls import Calls
from workbook.xray.record.code.statements import PythonStatement
from workbook.xray.record.log import Log
from workbook.xray.record.strands import Strands

CUTS = {"", "flush", "commit"}  # these may happen over and over


@dataclass
class Region:
    """A time in which statements that ran often before are only counted, and nobody looks.

    Attributes:
        call: of the statement with which it began.
        source: this statement.
        rounds: how often it ran.

    """

    call: Call
    source: PythonStatement
    rounds: int = 0


class Marks:
    """The moments.

    Args:
        calls: what is followed.

    Attributes:
        log: keeps them.
        strands: what each thread does.
        region: set while statements are only counted.
        waiting: the calls that await, the inner first, while nothing else has run since.
        unseen: those that went on meanwhile without a look.

    """

    def __init__(self, calls: Calls) -> None:
        self.log = Log()
        self.strands = Strands()
        self.region: Region | None = None
        self.waiting: list[Call] = []
        self.unseen: list[Call] = []
        self._calls = calls
        self._by = ""  # what sent the SQL that is not yet noted, if no call did

    def mark(self, what: str, call: Call | None, **details: Any) -> None:
        """Note a moment; what changed before it was done by this call, or by none."""
        region, self.region = self.region, None
        if region is not None:
            self._add("rounds", region.call, source=region.source, count=region.rounds)
        if call is not None and self.log.has_sql(0):
            self._add("cut", None)
        self._add(what, call, **details)

    def outside(self, by: str) -> None:
        """Note what works now, while no call does."""
        if by != self._by and self.log.has_sql(0):
            self.mark("cut", None)
        self._by = by

    def leave(self, call: Call | None = None) -> None:
        """Note that another call runs while some await: these get what changed until now."""
        left = [w for w in self.waiting if call is None or not call.descends_from(w)]
        if left:
            self.waiting = [each for each in self.waiting if each not in left]
            self.mark("wait", left[0])

    def _others(self, call: Call | None) -> Iterator[Call]:
        """Yield the calls that have run since the last moment, or still run, besides this one."""
        is_parallel = self.strands.here().is_parallel
        for each in (*self.strands.elsewhere(), *self.unseen):
            # One that has asked another thread to do something usually waits for it.
            waits = call is not None and not is_parallel and call.descends_from(each)
            if each is not call and not waits:
                yield each

    def _add(self, what: str, call: Call | None, **details: Any) -> None:
        counted = self._calls.outside if call is None else call.counted
        names = dict.fromkeys(f"{each.name}()" for each in self._others(call))
        frames, number, depth = list[FrameType](), 0, 0
        hidden: tuple[str, ...] = ()
        if call is None:
            details.setdefault("by", self._by)
            self._by = ""
        else:
            number, depth, hidden = call.number, call.depth, call.hidden
            frames = [] if call.frame is None else _frames_of(call)
            details["goes_on"], call.uncounted = call.uncounted, 0
        details |= {"depth": depth, "meanwhile": tuple(names), "counted": dict(counted)}
        counted.clear()
        self.unseen.clear()
        self.log.add(what, frames, number, hidden, **details)


def _frames_of(call: Call | None) -> list[FrameType]:
    """Return the frames of a call and of those that have called it, the outer first."""
    frames: list[FrameType] = []
    while call is not None:
        if call.frame is not None:
            frames.insert(0, call.frame)
        call = call.parent
    return frames
