"""Why a process has ended: a limit, the student's code, or nobody that is known."""

import signal

import pytest

from workbook.checker.child.endings import ending_of
from workbook.checker.limits import Limits


@pytest.mark.parametrize(
    ("status", "notice", "output", "what", "is_theirs"),
    [
        (-9, "", "", "its process ended with SIGKILL, and no line", False),
        (1, "", "x\nOSError: 28\n", "was full: OSError: 28", False),
        (-11, "Fatal\n", "", "ended with SIGSEGV", False),
        (-11, 'Fatal\n  File "main.py", line 3 in f\n', "", "Python itself was ended by SIG", True),
        (-27, "", "", "it was still running after 8 seconds of processor time", True),
        (-24, "", "", "it was still running after 60 seconds of processor time", True),
        (1, "wall\n", "", "it was still running after 300 seconds, processor time or not", True),
        (
            -6,
            "Fatal\n",
            "memory allocation of 9 bytes failed",
            "it took too much memory: 2000",
            True,
        ),
        (3, "exit status 3\n", "", "the code ended Python (exit status 3), as", True),
        (-9, "signal 9\n", "", "Python itself was ended by SIGKILL", True),
    ],
)
def test_why_a_process_has_ended(
    status: int, notice: str, output: str, what: str, is_theirs: bool
) -> None:
    if status < 0 and -status not in set(signal.Signals):
        pytest.skip("this system has no such signal")
    problem, theirs = ending_of(status, notice, output, "main.py", Limits())
    assert what in problem.what
    assert (theirs, problem.line) == (is_theirs, 3 if "main.py" in notice else 0)


def test_a_limit_says_how_to_raise_it() -> None:
    problem, _ = ending_of(1, 'waited\n  File "main.py", line 3 in f\n', "", "main.py", Limits())
    assert problem.what == "it still waited after 8 seconds, and used no processor meanwhile"
    assert problem.meaning == "That is a limit of the check; `--request 16` allows more."
