"""What IPython knows of cells: their text and outputs, and the frames of the last error."""

import gc
import re
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress

OUTPUT = re.compile(r"_{1,3}|_\d+")  # the names that it gives to outputs


def running_cell() -> str:
    """Return the text of the cell that runs now; empty: there is none."""
    module = sys.modules.get("IPython")
    shell = module and module.get_ipython()
    return "" if shell is None else shell.history_manager.input_hist_raw[-1].strip()


def at_end_of_cell(function: Callable[[], None]) -> None:
    """Call a function once, when the cell that runs now has ended; without a cell, at once."""
    module = sys.modules.get("IPython")
    shell = module and module.get_ipython()
    if shell is None:
        function()
        return

    def once(_: object) -> None:
        shell.events.unregister("post_run_cell", once)
        function()

    shell.events.register("post_run_cell", once)


def forget(kind: type) -> None:
    """Let IPython forget all objects of a type that it keeps only as a history.

    Args:
        kind: of objects that must end when the reader's last name for them is gone.

    """
    module = sys.modules.get("IPython")
    shell = module and module.get_ipython()
    if shell is None:
        return
    names, hidden = shell.user_ns, shell.user_ns_hidden
    for outputs in (names, hidden, names["_oh"], vars(shell.displayhook)):
        for name, value in list(outputs.items()):
            if isinstance(value, kind) and (isinstance(name, int) or OUTPUT.fullmatch(name)):
                outputs[name] = None
    error, seen = getattr(sys, "last_value", None), set()
    while error is not None and id(error) not in seen:  # a chain may be a ring
        seen.add(id(error))
        for frame, _ in traceback.walk_tb(error.__traceback__):
            if any(isinstance(value, kind) for value in frame.f_locals.values()):
                with suppress(RuntimeError):  # it still runs
                    frame.clear()
                frame.f_locals  # noqa: B018  # up to Python 3.12 a copy, which this brings up to date
        error = error.__cause__ or error.__context__
    if hasattr(sys, "last_value"):
        gc.collect()  # the frames of errors before that one
