"""Check an endpoint or a task, and turn whatever happens into a verdict."""

import os
from pathlib import Path
from threading import Event

from workbook.browser.mode import IN_BROWSER
from workbook.checker.exercise import exercise_path, shown_file, shown_name
from workbook.checker.limits import Limits
from workbook.checker.machine import said
from workbook.checker.problems import Problem
from workbook.checker.tasks.names import known_exercise, resetting
from workbook.checker.verdict import Verdict

# The two ways to run a student's file.
if IN_BROWSER:
    from workbook.checker.processes.this import checked
else:
    from workbook.checker.processes.fresh import checked


def run_check(
    endpoint: str,
    path: Path | None = None,
    limits: Limits | None = None,
    stop: Event | None = None,
    brief: bool = False,
) -> Verdict:
    """Check one endpoint, or one task.

    Args:
        endpoint: such as "create_expense", or a task such as "pay_with_card".
        path: the file to check; None: the file of the exercise that it is in.
        limits: what the check may use; None: the defaults.
        stop: once this is set, the check ends soon, with a verdict that says only that.
        brief: leave out what only a report shows: pictures, SQL, and behaviours of an endpoint that
            is not filled in. Whether it is solved, and what is wrong, is the same.

    Returns:
        The verdict, whatever the file does: loop forever, crash, or not even be Python. Where
        the check itself fails, it says only that.

    Raises:
        ValueError: there is no such endpoint or task.

    """
    known_exercise(endpoint)
    path = Path(os.path.realpath(path or exercise_path(endpoint)))  # that of a loop is no error
    if not path.is_file():
        what = "there is no such file" if not path.exists() else "it is not an ordinary file"
        is_theirs = not path.exists() and shown_name(path) == shown_file(endpoint)
        if is_theirs and not IN_BROWSER:  # which has no terminal
            what += f"; `{resetting(endpoint)}` in a terminal makes a new one"
        return Verdict(endpoint, Problem(what))
    try:
        raw = path.read_bytes()  # once: from now on the file may be saved again, or deleted
    except (PermissionError, FileNotFoundError) as error:
        return Verdict(endpoint, Problem(f"{shown_name(path)} cannot be read: {error.strerror}"))
    except OSError as error:  # no more files can be opened; the disk fails
        return Verdict(endpoint, check_failed=said(error))
    return checked(endpoint, path, raw, limits or Limits(), stop or Event(), brief)
