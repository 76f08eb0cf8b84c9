"""The process in which a student's file runs: `python -m workbook.checker.child`, for one check.

It may end in any way, so the result goes to a file; what is not there was not reached.
"""

import json
import sys
from pathlib import Path

from workbook.checker.child.notice import MEMORY, Notice
from workbook.checker.child.one_check import one_check
from workbook.checker.child.time_limit import TimeLimit
from workbook.checker.limits import Limits, hold
from workbook.checker.machine import said
from workbook.checker.verdict import VERDICT, Verdict

path, snapshot, endpoint, app, result, notice_file, limits_as_json, brief = sys.argv[1:]
limits = Limits(**json.loads(limits_as_json))
notice = Notice(Path(notice_file))
limit = TimeLimit(limits, notice)
hold(limits)
notice.hear_of_ends()
sys.argv[:] = [path]  # the student's code may look for options of its own
try:
    raw = Path(snapshot).read_bytes()
except (OSError, MemoryError) as error:  # the student's code has not run yet
    verdict = Verdict(endpoint, check_failed=said(error))
else:
    verdict = one_check(Path(path), raw, endpoint, Path(app), limit, bool(brief))
try:
    Path(result).write_bytes(VERDICT.dump_json(verdict))
except MemoryError:
    notice.end(MEMORY)
notice.leave()  # threads of the student's code may still run
