"""The process in which a student's file runs: `python -m workbook.checker.child`, one endpoint.

It may end in any way, so the result goes to a file; what is not there was not reached.
"""

import json
import os
import sys
from pathlib import Path

from workbook.checker.child.checking import check_endpoint
from workbook.checker.child.time_limit import TimeLimit
from workbook.checker.limits import Limits, hold
from workbook.checker.problems import problem_of
from workbook.checker.verdict import VERDICT, Verdict

path, snapshot, endpoint, app, result, notice, limits_as_json, brief = sys.argv[1:]
limits = Limits(**json.loads(limits_as_json))
limit = TimeLimit(limits.request, Path(notice))
limit.begin_step()
hold(limits)
sys.argv[:] = [path]  # the student's code may look for options of its own
try:
    raw = Path(snapshot).read_bytes()
    verdict = check_endpoint(Path(path), raw, endpoint, Path(app), limit, bool(brief))
except SystemExit:
    raise  # `run` says it: the exit status is what there is to say
except BaseException as error:
    verdict = Verdict(endpoint, problem_of(error, Path(path)))
try:
    Path(result).write_bytes(VERDICT.dump_json(verdict))
except MemoryError:
    limit.out_of_memory()
os._exit(0)  # threads of the student's code may still run
