"""Run a student's file in this process, as a browser has no other."""

import sys
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Event

from workbook.browser.alone import alone
from workbook.browser.deadline import Deadline, TooLongError
from workbook.checker.limits import Limits
from workbook.checker.problems import problem_at
from workbook.checker.source_text import held_meanwhile, legible
from workbook.checker.verdict import Verdict

RUNNING = "it was still running after {:g} seconds; is there a loop that never ends?"


def checked(
    endpoint: str, path: Path, raw: bytes, limits: Limits, stop: Event, brief: bool
) -> Verdict:
    """Check one endpoint, or one task.

    Args:
        endpoint: its name.
        path: the file to check.
        raw: what is in it.
        limits: what the check may use; of these, only the seconds of each step can be held.
        stop: of no use: nobody can set it meanwhile.
        brief: leave out what only a report shows.

    """
    # This imports pytest, which takes long in a browser, and not every lesson has a check.
    from workbook.checker.child.one_check import one_check

    deadline = Deadline(path.parent, limits.request)
    with tempfile.TemporaryDirectory(prefix="workbook-", ignore_cleanup_errors=True) as name:
        home, app, output = (Path(name, each) for each in ("home", "app", "output"))
        home.mkdir()
        app.mkdir()
        verdict = Verdict(endpoint)
        with (
            output.open("w", encoding="utf-8", errors="replace") as file,
            alone(home, [], {"TMPDIR": str(home)}, file),
            held_meanwhile(path),
            deadline.watched(),
        ):
            sys.argv[:] = [str(path)]
            deadline.begin_step()
            with suppress(TooLongError):
                verdict = one_check(path, raw, endpoint, app, deadline, brief)
            if deadline.met_at is not None:
                file_name, line = deadline.met_at
                problem = problem_at(RUNNING.format(limits.request), Path(file_name), line)
                verdict = Verdict(endpoint, problem)
    return replace(verdict, source=legible(raw))
