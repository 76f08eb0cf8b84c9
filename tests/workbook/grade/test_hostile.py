"""Whatever a submission does, there is a verdict, the rest goes on, and nothing stays behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from threading import Event

import pytest

from tests.shared.processes import is_running, wait_until
from tests.shared.student import checked_at_once
from workbook.checker.limits import Limits
from workbook.checker.run import run_check
from workbook.checker.verdict import Verdict

pytestmark = pytest.mark.slow

FIND = "\nimport sys; RESULT = sys.modules['__main__'].result\n"
# What a submission does, and what is said of it.
HOSTILE = {
    "import os; os._exit(0)": "ended Python (exit status 0), as `sys.exit` does, in your line 1",
    "import os; os.kill(os.getpid(), 37)": "ended by signal 37, in your line 1",
    "while True: print('x' * 100_000)": "File too large, in your line 1",
    "open('sparse', 'wb').truncate(10**11)": "File too large, in your line 1",
    "bytearray(10**11)": "MemoryError, in your line 1",
    "input()": "EOF when reading a line, in your line 1",
    "class E(BaseException): pass\nraise E": "E, in your line 2",
    f"import os{FIND}os.unlink(RESULT); os.mkfifo(RESULT); os._exit(3)": "(exit status 3)",
    f"import os{FIND}os.unlink(RESULT); os.symlink('/dev/zero', RESULT); os._exit(3)": "status 3",
    "import os; os.unlink(__file__); os.mkfifo(__file__); os.abort()": "ended by SIGABRT, in your",
    "import os\nfor i in range(1200): os.mkdir('d'); os.chdir('d')\nos._exit(4)": "(exit status 4)",
    "import faulthandler, time\nfaulthandler.cancel_dump_traceback_later()\n"
    "time.sleep(99)": "it still waited after 4 seconds, and used no processor meanwhile, in your",
    # This one keeps the interpreter's lock, so that nobody in its process can say anything.
    "import ctypes; ctypes.PyDLL(None).sleep(99)": "the check itself failed: its process had not",
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Verdict]:
    patience = Limits(request=4, wall=5)
    files = {source: (source, patience if "sleep" in source else None) for source in HOSTILE}
    return checked_at_once(tmp_path_factory.mktemp("hostile"), "get_summary", files)


@pytest.mark.skipif(sys.platform != "linux", reason="the limits are Linux's")
@pytest.mark.parametrize("source", HOSTILE)
def test_whatever_a_submission_does_there_is_a_verdict(
    hostile: Mapping[str, Verdict], source: str
) -> None:
    # It says what happened: so the check has not waited for its limit of time.
    assert not hostile[source].passed
    assert HOSTILE[source] in hostile[source].diagnosis


def test_a_check_stops_when_it_is_told_to(tmp_path: Path) -> None:
    path = tmp_path / "main.py"
    path.write_text("while True: pass")
    stop = Event()
    stop.set()
    # Had it waited, it would say that the code was still running.
    assert run_check("get_summary", path, stop=stop).check_failed == "it was stopped"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_the_checks(tmp_path: Path, number: signal.Signals) -> None:
    """A real run: what a check has started ends with it, whatever it does about signals."""
    (tmp_path / "all").mkdir()
    source = f"""
import faulthandler, os, signal, time
faulthandler.cancel_dump_traceback_later()
signal.signal({int(number)}, signal.SIG_IGN)
os.fork()
open({str(tmp_path)!r} + f"/pid{{os.getpid()}}", "w").close()
time.sleep(99)
"""
    (tmp_path / "all" / "ana.py").write_text(source)
    command = [sys.executable, "-m", "workbook", "grade", str(tmp_path / "all"), "--jobs", "1"]
    environment = os.environ | {"PYTHONPATH": os.getcwd()}
    # Where the tests run in the background, Ctrl+C is ignored, and so it would be by the command.
    ours = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    signal.signal(signal.SIGINT, ours)
    deadline = time.monotonic() + 60
    while len(list(tmp_path.glob("pid*"))) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(number)
    output, _ = process.communicate(timeout=60)
    assert (process.returncode, b"no table was written" in output) == (1, True), output
    pids = [int(path.name.removeprefix("pid")) for path in tmp_path.glob("pid*")]
    assert len(pids) == 2
    wait_until(lambda: not any(map(is_running, pids)))
    assert not list(tmp_path.glob("grades*"))
