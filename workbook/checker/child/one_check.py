"""Make one check in this process, and turn what the code raises into a verdict."""

import errno
from dataclasses import replace
from pathlib import Path

from workbook.browser.deadline import TooLongError
from workbook.checker.child.checking import check_endpoint
from workbook.checker.child.task import check_task
from workbook.checker.limits import StepLimit, limit_met
from workbook.checker.machine import said
from workbook.checker.problems import problem_of
from workbook.checker.tasks.names import TASKS
from workbook.checker.verdict import Verdict, judged


def one_check(
    path: Path, raw: bytes, endpoint: str, folder: Path, limit: StepLimit, brief: bool
) -> Verdict:
    """Check an endpoint or a task of a file.

    Args:
        path: the file; it is not read, only named.
        raw: what it held when the check began.
        endpoint: its name, or the task's.
        folder: an empty folder, for the package through which `serve` finds the app.
        limit: of each request and each test.
        brief: leave out what only a report shows, and all tests where the result is certain.

    Returns:
        The verdict, whatever the code raises.

    Raises:
        TooLongError: the time is over, in a browser; elsewhere the process ends.

    """
    try:
        if endpoint in TASKS:
            return check_task(path, raw, endpoint, limit)
        return check_endpoint(path, raw, endpoint, folder, limit, brief)
    except TooLongError:
        raise
    except BaseException as error:
        problem = problem_of(error, path)
        if isinstance(error, SystemExit) and problem.line:
            what = f"the code ended Python ({problem.what}), as `sys.exit` does"
            problem = replace(problem, what=what)
        # What has not passed through their file is no fault of it; but nobody else closes files,
        # or meets a limit.
        if (
            problem.line
            or limit_met(error)
            or (isinstance(error, OSError) and error.errno == errno.EBADF)
        ):
            return judged(Verdict(endpoint, problem))
        return Verdict(endpoint, check_failed=said(error))
