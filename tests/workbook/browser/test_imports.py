"""`import workbook` needs nothing that a browser lacks, nor what takes long there."""

import os
import subprocess
import sys

MISSING = """
    multiprocessing _multiprocessing fcntl resource termios readline _posixsubprocess
    uvicorn hypothesis schemathesis matplotlib psycopg greenlet httpcore h11
    alembic apsw IPython ipykernel jupyterlab nbclient nbformat nbval typer pytest
"""
SCRIPT = f"""
import sys
import sysconfig

sysconfig.get_config_vars()  # of this Python, as long as it knows itself
sys.platform = "emscripten"  # so Python's own modules leave out what is not there either


class Browser:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {set(MISSING.split())}:
            raise ModuleNotFoundError(f"No module named {{name!r}}, as in a browser", name=name)


for name in list(sys.modules):
    if name in {set(MISSING.split())}:
        del sys.modules[name]
sys.meta_path.insert(0, Browser())
import workbook

with workbook.serve("after_session") as after:
    print(after.get("/summary").json())
print("threading" in sys.modules, sys.modules["workbook.browser.mode"].IN_BROWSER)
"""


def test_it_needs_nothing_that_a_browser_lacks() -> None:
    environment = {name: each for name, each in os.environ.items() if name[:8] != "WORKBOOK"}
    command = [sys.executable, "-c", SCRIPT]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment)
    assert (done.stdout, done.stderr) == ("{}\nTrue True\n", "")
