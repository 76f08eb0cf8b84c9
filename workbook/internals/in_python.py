"""What leans on the instructions of Python's own code, and on asyncio."""

import asyncio
import dis
from types import CodeType, FrameType
from typing import Any


def is_event_loop(frame: FrameType) -> bool:
    """Tell whether this function is the one by which asyncio lets a task go on."""
    return frame.f_code is asyncio.Handle._run.__code__


def places_of(code: CodeType) -> tuple[frozenset[int], frozenset[int]]:
    """Return where a function stands when it begins, and where when it yields or awaits.

    For `sys.settrace` a generator that goes on is a call, and one that yields or awaits returns;
    only the instruction where it stands tells.
    """
    begins, pauses = set[int](), set[int]()
    instructions = code.co_code
    for place in range(0, len(instructions), 2):
        name = dis.opname[instructions[place]]
        # Up to Python 3.12 it stands at the yield, from 3.13 on at the instruction where it will
        # go on, whose argument is 0 only at the beginning of a function.
        if name == "YIELD_VALUE":
            pauses.add(place)
        elif name == "RESUME":
            (pauses if instructions[place + 1] & 3 else begins).add(place)
    return frozenset(begins), frozenset(pauses)


def is_handed_over(value: Any) -> bool:
    """Tell whether an asynchronous generator yields this value.

    For `sys.settrace` an `await` in it is a yield, too; only what it really yields is wrapped.
    """
    return type(value).__name__ == "async_generator_wrapped_value"
