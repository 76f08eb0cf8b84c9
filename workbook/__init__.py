"""What the lessons use: serve an app, show code and SQL, trace a request, check the exercise."""

import gc
import sys
from importlib.util import find_spec

# `python3 -m workbook` ends in a line, not in a traceback, where its packages are missing. tomllib
# comes with Python 3.11. Who imports the package gets the error of that import.
if sys.argv[:1] == ["-m"] and not all(map(find_spec, ("tomllib", "sqlmodel", "typer"))):
    sys.exit(
        f"This Python does not have what the workbook needs: {sys.executable}\n"
        "To set it up, and open it: python3 start.py (on Windows: py start.py)"
    )

# What is imported stays: to look through it for garbage again and again takes a tenth of a second.
_collects = gc.isenabled()
gc.disable()

from workbook.checker.hints import hint
from workbook.checker.notebook import Check, check
from workbook.contract_tests import contract
from workbook.endpoints import ENDPOINTS
from workbook.object_state import state_of
from workbook.review.in_notebook import code, side_by_side, three_way
from workbook.server import Server, serve
from workbook.sql_log import sql_sent
from workbook.xray import Trace, trace

gc.freeze()
if _collects:
    gc.enable()

__all__ = [
    "ENDPOINTS",
    "Check",
    "Server",
    "Trace",
    "check",
    "code",
    "contract",
    "hint",
    "serve",
    "side_by_side",
    "sql_sent",
    "state_of",
    "three_way",
    "trace",
]
