"""How the tests run: on all processors, in one folder for temporary files, on no student's file.

Several workers (pytest-xdist) share the files, the long ones first; a file stays in one piece, and
so does a notebook, whose cells need each other. One file or a few run in this process, since to
start workers takes longer than they do; so does what somebody looks into: -s, --trace, --pdb, --lf.
"""

import gc
import os
import signal
import tempfile
from pathlib import Path

import pytest
from _pytest.terminal import TerminalReporter

from workbook.checker.exercise import use_start
from workbook.lessons.edited import edited_lessons
from workbook.lessons.names import LESSONS
from workbook.paths import NOTEBOOKS, ROOT
from workbook.processes.bytecode import compile_packages
from workbook.typed import STARTED

# nbval kills its kernels, so the servers in them cannot remove their own folders.
FOLDER = pytest.StashKey[tempfile.TemporaryDirectory]()
# Those that somebody has edited have one test, tests/notebooks/test_edited.py.
EDITED = edited_lessons()
FEW = 8  # files: as many as there are in tests/contract
# The files that take longest, by measured seconds; whatever is not here takes less than 6.
LONG = [
    "notebooks/10_the_same_behaviour.ipynb",
    "tests/workbook/checker/test_report.py",
    "tests/workbook/checker/test_mistakes.py",
    "tests/workbook/checker/test_command.py",
    "tests/workbook/checker/test_check.py",
    "notebooks/15_your_own_app.ipynb",
    "tests/apps/test_differences.py",
    "tests/workbook/lessons/test_execute.py",
    "tests/workbook/checker/test_terminal.py",
    "tests/contract/test_any_request.py",
    "tests/workbook/checker/test_bad_files.py",
]


def pytest_configure(config: pytest.Config) -> None:
    # A worker's folder is made in the one of the process that has started it, and goes with it.
    folder = tempfile.TemporaryDirectory(prefix="pytest-workbook-", ignore_cleanup_errors=True)
    config.stash[FOLDER] = folder
    os.environ["TMPDIR"] = tempfile.tempdir = folder.name
    os.environ[STARTED] = "workbook"  # messages are the same, however the tests are started
    use_start(Path(folder.name))
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # So it is after `pytest &`, and would be for each process that a test starts.
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if getattr(signal, "SIGHUP", None) and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
        # The same after `nohup pytest`; a handler that does nothing is not handed on.
        signal.signal(signal.SIGHUP, lambda *_: None)
    if not hasattr(config, "workerinput"):
        compile_packages()


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[FOLDER].cleanup()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Return 0 for the tests of a few files, else one worker more than there are processors.

    Tests also wait, for a server, a process, a limit of time: then the one more can go on. To
    start two more and collect in them took longer than it gave.
    """
    last_failed = config.getoption("lf", False)
    looks_into = config.option.capture == "no" or config.option.trace or last_failed
    paths = [Path(argument.partition("::")[0]) for argument in config.args]
    single = sum("::" in argument for argument in config.args)
    files = [
        file
        for path in paths
        for pattern in ("test_*.py", "*.ipynb")
        for file in ([path] if path.is_file() else path.rglob(pattern))
    ]
    return 0 if looks_into or single or len(set(files)) <= FEW else (os.cpu_count() or 1) + 1


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out a notebook that is not a lesson as it was executed, also one of 0 bytes."""
    if collection_path.suffix != ".ipynb" or not collection_path.is_relative_to(ROOT):
        return None
    is_lesson = collection_path.parent == NOTEBOOKS and collection_path.stem in LESSONS
    return True if not is_lesson or collection_path.stem in EDITED else None


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    if EDITED:
        edited = ", ".join(EDITED)
        terminalreporter.write_line(f"Lessons that were edited, and so not run: {edited}")
    for report in terminalreporter.getreports("passed"):
        for name, text in report.user_properties:
            if name == "said":
                terminalreporter.write_line(text)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):
        place = {name: number for number, name in enumerate(LONG)}

        def first(item: pytest.Item) -> tuple[int, bool]:
            file = item.nodeid.partition("::")[0]
            return place.get(file, len(place)), not file.endswith(".ipynb")

        items.sort(key=first)  # then the other notebooks, as each of them starts a kernel


def pytest_collection_finish() -> None:
    # What is imported by now stays: to look through it for garbage again and again takes long.
    gc.freeze()
    gc.set_threshold(50_000)
