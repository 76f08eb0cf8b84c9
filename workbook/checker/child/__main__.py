"""The process in which a student's file runs: `python -m workbook.checker.child`, for one check.

It may end in any way, so the result goes to a file; what is not there was not reached.
"""

import errno
import json
import sys
from dataclasses import replace
from pathlib import Path

from workbook.checker.child.checking import check_endpoint
from workbook.checker.child.notice import MEMORY, Notice
from workbook.checker.child.task import check_task
from workbook.checker.child.time_limit import TimeLimit
from workbook.checker.limits import Limits, hold, limit_met
from workbook.checker.machine import said
from workbook.checker.problems import problem_of
from workbook.checker.tasks.names import TASKS
from workbook.checker.verdict import VERDICT, Verdict, judged

path, snapshot, endpoint, app, result, notice_file, limits_as_json, brief = sys.argv[1:]
limits = Limits(**json.loads(limits_as_json))
notice = Notice(Path(notice_file))
limit = TimeLimit(limits, notice)
hold(limits)
notice.hear_of_ends()
sys.argv[:] = [path]  # the student's code may look for options of its own
try:
    raw = Path(snapshot).read_bytes()
    if endpoint in TASKS:
        verdict = check_task(Path(path), raw, endpoint, limit)
    else:
        verdict = check_endpoint(Path(path), raw, endpoint, Path(app), limit, bool(brief))
except BaseException as error:
    problem = problem_of(error, Path(path))
    verdict = Verdict(endpoint, check_failed=said(error))
    if isinstance(error, SystemExit) and problem.line:
        what = f"the code ended Python ({problem.what}), as `sys.exit` does"
        problem = replace(problem, what=what)
    # What has not passed through their file is no fault of it; but nobody else closes files, or
    # meets a limit.
    if (
        problem.line
        or limit_met(error)
        or (isinstance(error, OSError) and error.errno == errno.EBADF)
    ):
        verdict = judged(Verdict(endpoint, problem))
try:
    Path(result).write_bytes(VERDICT.dump_json(verdict))
except MemoryError:
    notice.end(MEMORY)
notice.leave()  # threads of the student's code may still run
