"""Which calls of functions are followed, which are only counted, and which are not over yet."""

from collections import Counter
from inspect import CO_ASYNC_GENERATOR, CO_COROUTINE, CO_GENERATOR, CO_OPTIMIZED
from types import CodeType, FrameType

from workbook.display.harmless import clean
from workbook.internals.in_fastapi import handles_errors
from workbook.internals.in_python import places_of
from workbook.xray.entries import Work
from workbook.xray.observe.frames import arguments
from workbook.xray.record.call import Call
from workbook.xray.record.code.program import Program
from workbook.xray.record.code.work import (
    ASGI,
    is_asgi,
    is_looked_at,
    name_of,
    purpose,
    role_in_wrapper,
    role_of,
)

CALLS = 3  # a function that one line calls more often is only counted from then on
FOLLOWED = 12  # so is one that was followed that often, from whichever line
RECURSION = 3  # and one that calls itself, from that deep on
DEPTH = 12  # and any that is called from that deep
PAUSING = CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR
PARTS = {"", Work.CHECKS, Work.BUILDS}  # a lambda that does this needs no lines of its own
# Up to Python 3.11 each is a function of its own, and part of its line after.
COMPREHENSIONS = {"<listcomp>", "<setcomp>", "<dictcomp>"}


class Calls:
    """The calls.

    Args:
        program: says which functions are its own.

    Attributes:
        ignored: the code of the functions that are never followed, by its `id`: the hash of code
            is computed again from all its instructions each time.
        libraries: so is this code, whoever is followed.
        watched: that of functions of libraries to which an app's errors come.
        outside: how often functions were called, by no followed one, that were not followed.

    """

    def __init__(self, program: Program) -> None:
        self.ignored: dict[int, CodeType] = {}
        self.libraries = program.libraries
        self.watched: dict[int, CodeType] = {}
        self.outside: Counter[str] = Counter()
        self._program = program
        self._own: dict[int, CodeType] = {}
        self._places: dict[int, tuple[frozenset[int], frozenset[int]]] = {}
        self._calls: dict[FrameType, Call] = {}
        self._followed: Counter[int] = Counter()  # these three by the code's id
        self._number = 0

    def get(self, frame: FrameType) -> Call | None:
        """Return the call that this frame belongs to, if it is followed and not over."""
        return self._calls.get(frame)

    def is_own(self, frame: FrameType) -> bool:
        """Tell whether a function is the program's own."""
        code = frame.f_code
        key = id(code)
        if key in self.ignored or key in self.libraries or key in self.watched:
            return False
        if key in self._own:
            return True
        # The code of a module or a class is no function.
        is_function = bool(code.co_flags & CO_OPTIMIZED) and code.co_name not in COMPREHENSIONS
        if (is_function or self._program.role(frame)) and self._program.is_own(frame):
            self._own[key] = code
            return True
        if handles_errors(frame):
            self.watched[key] = code
        elif self._program.is_library(code):
            self.libraries[key] = code
        elif self._program.is_known:
            self.ignored[key] = code
        return False

    def begun(self, frame: FrameType, parent: Call | None, origin: str) -> Call | None:
        """Return the call that begins; None: it is not followed.

        Args:
            frame: of a function of the program's own.
            parent: the call that runs now and is followed.
            origin: for what this thread works.

        """
        code = frame.f_code
        begins, pauses = self._places_of(code)
        if begins and frame.f_lasti not in begins:
            return None  # it only goes on, and its beginning was not followed
        if is_looked_at(frame, self.is_own):
            return None
        is_named = not code.co_name.startswith("<")
        if is_named and self._is_too_much(code, parent):
            counted = self.outside if parent is None else parent.counted
            counted[name_of(code)] += 1
            return None
        what = purpose(frame.f_back, self.is_own)
        what = origin if what == "" else what
        role = self._program.role(frame) or role_of(frame, what, self.is_own)
        if role == Work.ENDPOINT and not self._program.is_endpoint(code):
            role = role_in_wrapper(frame)
        if not is_named and (role in PARTS or role.startswith("called by")):
            self.ignored[id(code)] = self._own.pop(id(code))  # a lambda: it is part of its line
            return None
        self._followed[id(code)] += 1
        self._number += 1
        name, depth = name_of(code), 0 if parent is None else parent.depth + 1
        given = "" if is_asgi(code) else arguments(frame)
        title, file = clean(f"{name}({given})"), self._program.file(code)
        call = Call(self._number, name, title, role, file, depth, parent, frame, pauses)
        call.hidden = ASGI if is_asgi(code) else ()
        self._calls[frame] = call
        return call

    def _places_of(self, code: CodeType) -> tuple[frozenset[int], frozenset[int]]:
        if not code.co_flags & PAUSING:
            return frozenset(), frozenset()
        if id(code) not in self._places:
            self._places[id(code)] = places_of(code)
        return self._places[id(code)]

    def _is_too_much(self, code: CodeType, parent: Call | None) -> bool:
        if self._followed[id(code)] >= FOLLOWED:
            return True
        if parent is None:
            return False
        line = 0 if parent.source is None else parent.source.line
        parent.called[line, id(code)] += 1
        if parent.called[line, id(code)] > CALLS or parent.is_hot or parent.depth + 1 >= DEPTH:
            return True
        return _runs_in(parent, code) >= RECURSION

    def over(self, call: Call) -> None:
        """Forget a call that is over, and release its frame."""
        if call.frame is not None:
            self._calls.pop(call.frame, None)
            call.frame = call.trace = call.unsaid = None

    def clear(self) -> None:
        """Release the program's frames."""
        for call in list(self._calls.values()):
            self.over(call)


def _runs_in(call: Call | None, code: CodeType) -> int:
    """Return how many calls of this code are running, each called by another."""
    count = 0
    while call is not None:
        count += call.frame is not None and call.frame.f_code is code
        call = call.parent
    return count
