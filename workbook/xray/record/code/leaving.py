"""How a function ends: Python tells of an error that is raised again only by the end."""

import dis
import sys
from types import CodeType, FrameType

from workbook.xray.record.code.errors import text_of


def ends_by_error(frame: FrameType, returned: object) -> bool:
    """Tell whether a function that ends, and not at a yield or an await, ends by an error."""
    return returned is None and not _instruction(frame).startswith("RETURN_")


def raises_again(frame: FrameType, text: str) -> bool:
    """Tell whether a function ends at this statement, and it is a `raise` without an error."""
    code, place = frame.f_code.co_code, frame.f_lasti
    return is_bare(text) and _instruction(frame) == "RAISE_VARARGS" and not code[place + 1]


def is_bare(text: str) -> bool:
    """Tell whether a statement is a `raise` without an error."""
    return text.partition("#")[0].strip() == "raise"


def is_except(text: str) -> bool:
    """Tell whether a line begins what is done with an error; it may also not be for this one."""
    return text.startswith(("except:", "except ", "except*", "except("))


def handled() -> str:
    """Return the error that is handled now, as text; empty if none is, or one that ends a loop."""
    error = sys.exc_info()[1]
    is_quiet = isinstance(error, StopIteration | StopAsyncIteration | GeneratorExit)
    return "" if error is None or is_quiet else text_of(error)


def _instruction(frame: FrameType) -> str:
    code: CodeType = frame.f_code
    return dis.opname[code.co_code[frame.f_lasti]] if frame.f_lasti >= 0 else "RETURN_"
