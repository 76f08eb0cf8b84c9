"""`%%xray`: trace the lines of a notebook's cell."""

import ast
import inspect
import linecache
from collections.abc import Coroutine
from itertools import count
from types import CodeType, FrameType, SimpleNamespace
from typing import TYPE_CHECKING, Any

from workbook.xray.picture import Trace
from workbook.xray.record.recording import Recording
from workbook.xray.record.threads import threads_followed

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

CALL = "get_ipython().run_cell_magic('xray', "  # what IPython makes of a cell with `%%xray`
_numbers = count(1)


class Cell:
    """The code of a cell; only what it defines itself is its own.

    Args:
        text: the code.

    Attributes:
        code: what Python runs; it gives a coroutine if the cell awaits something.

    """

    is_known = True

    def __init__(self, text: str) -> None:
        self.libraries: dict[int, CodeType] = {}
        file = f"xray {next(_numbers)}"  # linecache knows no name in angle brackets
        # Python's own tools look for the lines of code there, as for a module without a file.
        source = SimpleNamespace(get_source=lambda _: text)
        linecache.lazycache(file, {"__name__": file, "__loader__": source})
        self.code = compile(text, file, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)

    def is_endpoint(self, code: CodeType) -> bool:
        """Return False: a cell has no endpoints."""
        return False

    def is_library(self, code: CodeType) -> bool:
        """Return False: to ask whether a function is of the cell takes no time."""
        return False

    def is_own(self, frame: FrameType) -> bool:
        """Tell whether a function was defined in the cell."""
        return frame.f_code.co_filename == self.code.co_filename

    def role(self, frame: FrameType) -> str:
        """Return "your cell" for the cell itself."""
        return "your cell" if frame.f_code is self.code else ""

    def file(self, code: CodeType) -> str:
        """Return nothing: a cell has no file that a reader would know."""
        return ""


def xray(line: str, cell: str, shell: "InteractiveShell") -> "Trace | Coroutine[Any, Any, Trace]":
    """Run the cell, and show what each of its lines did.

    Args:
        line: the name of a variable to keep the picture in, or nothing.
        cell: the code.
        shell: whose variables the cell uses.

    Returns:
        The picture; if the cell awaits something, a coroutine that gives it. An error that the cell
        raises is in it, and is not raised here.

    """
    program, recording, names = Cell(cell), Recording(), shell.user_ns
    if program.code.co_flags & inspect.CO_COROUTINE:
        return _awaited(line, program, recording, names)
    with threads_followed(), recording.of_block(program):
        try:
            exec(program.code, names)
        except Exception as error:
            recording.error = error
    return _kept(line, recording, names)


async def _awaited(line: str, program: Cell, recording: Recording, names: dict[str, Any]) -> Trace:
    with threads_followed(), recording.of_block(program):
        try:
            await eval(program.code, names)
        except Exception as error:
            recording.error = error
    return _kept(line, recording, names)


def _kept(line: str, recording: Recording, names: dict[str, Any]) -> Trace:
    trace = Trace("", recording)
    if line.strip():
        names[line.strip()] = trace
    return trace


def awaiting(lines: list[str]) -> list[str]:
    """Let IPython await a cell with `%%xray` that awaits something: so it runs in IPython's loop.

    Args:
        lines: of what IPython has made of the cell.

    """
    text = "".join(lines)
    if not text.startswith(CALL):
        return lines
    (call,) = ast.parse(text).body
    if not isinstance(call, ast.Expr) or not isinstance(call.value, ast.Call):
        return lines
    try:
        cell = ast.literal_eval(call.value.args[-1])
        code = compile(cell, "cell", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except (SyntaxError, ValueError):
        return lines  # the magic will say what is wrong with it
    return [f"await {text}"] if code.co_flags & inspect.CO_COROUTINE else lines


def load(shell: "InteractiveShell") -> None:
    """Make `%%xray` known to a notebook."""

    def magic(line: str, cell: str) -> "Trace | Coroutine[Any, Any, Trace]":
        return xray(line, cell, shell)

    shell.magics_manager.register_function(magic, magic_kind="cell", magic_name="xray")
    if awaiting not in shell.input_transformers_post:
        shell.input_transformers_post.append(awaiting)
