"""`%%xray`: trace the lines of a notebook's cell."""

import linecache
from itertools import count
from types import CodeType, FrameType, SimpleNamespace
from typing import TYPE_CHECKING

from workbook.xray.picture import Trace
from workbook.xray.record.recording import Recording

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

_numbers = count(1)


def xray(line: str, cell: str, shell: "InteractiveShell") -> Trace:
    """Run the cell, and show what each of its lines did.

    Args:
        line: the name of a variable to keep the picture in, or nothing.
        cell: the code.
        shell: whose variables the cell uses.

    Returns:
        The picture. An error that the cell raises is in it, and is not raised here.

    """
    file = f"xray {next(_numbers)}"  # linecache knows no name in angle brackets
    # Python's own tools look for the lines of code there, as for a module without a file.
    source = SimpleNamespace(get_source=lambda _: cell)
    linecache.lazycache(file, {"__name__": file, "__loader__": source})
    code = compile(cell, file, "exec")

    def role(code: CodeType) -> str | None:
        return "your cell" if code.co_filename == file and code.co_name == "<module>" else None

    def belongs(frame: FrameType) -> bool:
        return frame.f_code.co_filename == file

    recording = Recording()
    with recording.of_block(role, belongs):
        try:
            exec(code, shell.user_ns)
        except Exception as error:
            recording.error = error
    trace = Trace("", recording)
    if line.strip():
        shell.user_ns[line.strip()] = trace
    return trace


def load(shell: "InteractiveShell") -> None:
    """Make `%%xray` known to a notebook."""

    def magic(line: str, cell: str) -> Trace:
        return xray(line, cell, shell)

    shell.magics_manager.register_function(magic, magic_kind="cell", magic_name="xray")
