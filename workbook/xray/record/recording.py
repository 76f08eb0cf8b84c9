"""Follow a block of code: in this thread or task, and in the threads that it starts."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from workbook.display.secrets import start_again
from workbook.xray.observe.files import Files
from workbook.xray.observe.listeners import reporting
from workbook.xray.observe.outside.audit import hearing
from workbook.xray.observe.outside.stores import Stores
from workbook.xray.observe.sessions import Sessions
from workbook.xray.observe.variables import Variables
from workbook.xray.record.code.program import Program
from workbook.xray.record.recorder import Recorder
from workbook.xray.record.threads import current, safely, trace
from workbook.xray.snapshot import DATABASE, FILE, MEMORY, OBJECTS, SESSION

LANES = {
    Variables: (OBJECTS, MEMORY),
    Files: (FILE,),
    Stores: (DATABASE,),
    Sessions: (OBJECTS, SESSION, DATABASE),
}


class Recording:
    """What is recorded of one request, or of one cell.

    Attributes:
        recorder: has the log; None as long as nothing was followed.
        error: what the app raised.

    """

    def __init__(self) -> None:
        self.recorder: Recorder | None = None
        self.error: BaseException | None = None

    @contextmanager
    def of_block(self, program: Program) -> Iterator[Recorder]:
        """Follow what runs in this block and is the program's own."""
        start_again()  # the texts of the pictures before are made already
        recorder = self.recorder = Recorder(program)
        sessions = Sessions(recorder.trouble)
        files, stores = Files(recorder.trouble), Stores(recorder)
        recorder.log.observers = [Variables(), files, stores, sessions]
        recorder.log.lanes = LANES
        token = current.set(recorder)
        with _no_garbage_collection(), reporting(sessions, recorder), hearing(files, stores):
            safely(recorder, recorder.start)
            before = sys.gettrace()
            sys.settrace(trace)
            try:
                yield recorder
            finally:
                sys.settrace(before)
                safely(recorder, stores.ends)
                safely(recorder, recorder.finish)
                current.reset(token)


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Keep Python from running other objects' clean-up in the middle of a line."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
