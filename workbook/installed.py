"""Ends `python3 -m workbook` in a line, not in a traceback, where its packages are missing."""

import sys
from importlib.util import find_spec

# tomllib comes with Python 3.11. Who imports the package gets the error of that import.
if sys.argv[:1] == ["-m"] and not all(map(find_spec, ("tomllib", "sqlmodel", "typer"))):
    sys.exit(
        f"This Python does not have what the workbook needs: {sys.executable}\n"
        "To set it up, and open it: python3 start.py (on Windows: py start.py)"
    )
