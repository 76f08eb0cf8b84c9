"""The result of checks for another program."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from workbook.checker.limits import Limits
from workbook.checker.report.one_line import line_of, what_is_wrong
from workbook.checker.verdict import Verdict

VERSION = 1  # a new one when something that is here changes its name or its meaning, or goes


def as_json(verdicts: Sequence[Verdict], file: str, limits: Limits) -> str:
    """Return the verdicts as JSON, in ASCII; docs/for_teachers.md says what each part means."""
    data = {
        "version": VERSION,
        "file": file,
        "passed": all(each.passed for each in verdicts),
        "check_failed": any(each.check_failed for each in verdicts),
        "limits": asdict(limits),
        "endpoints": [_data(each) for each in verdicts],
    }
    return json.dumps(data, indent=2)


def _data(verdict: Verdict) -> dict[str, Any]:
    wrong = what_is_wrong(verdict)
    return {
        "endpoint": verdict.endpoint,
        "passed": verdict.passed,
        "check_failed": bool(verdict.check_failed),
        "diagnosis": wrong,
        "line": line_of(verdict) or None if wrong else None,
        "behaviours": [asdict(each) for each in verdict.behaviours],
    }
