"""A process whose parent is gone does not go on, whatever the server of forks was."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.shared.processes import is_running, wait_until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork"),
]
PARENT = """
import os, sys, time
from pathlib import Path
from workbook.processes.fork_server import FORK_SERVER
from workbook.processes.python_process import PythonProcess
FORK_SERVER.may_be_a_fork = sys.argv[2] == "a fork"
FORK_SERVER.start_as_fork()
folder = Path(sys.argv[1])
process = PythonProcess("job", [], folder=folder, environment={}, output=folder / "output")
print(process.pid, flush=True)
if sys.argv[3] == "goes on":
    time.sleep(99)
print(process.wait(0.1))
"""


@pytest.mark.parametrize("server", ["of its own", "a fork"])
@pytest.mark.parametrize("parent", ["goes on", "ends"])
def test_when_the_parent_is_gone_nothing_goes_on(tmp_path: Path, server: str, parent: str) -> None:
    (tmp_path / "job.py").write_text("import time; time.sleep(99)")
    command = [sys.executable, "-c", PARENT, str(tmp_path), server, parent]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        pid = int(process.stdout.readline())
        if parent == "goes on":
            assert is_running(pid)
            process.kill()
    wait_until(lambda: not is_running(pid))
