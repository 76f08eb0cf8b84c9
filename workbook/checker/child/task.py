"""Check one task in this process, which may not survive it."""

import ast
from pathlib import Path

import pytest

from workbook.checker.child.checking import PRINTED, MachineFailures, watched_engines
from workbook.checker.child.suite import behaviour_of, run_tests
from workbook.checker.exercise import functions, is_untouched
from workbook.checker.limits import StepLimit
from workbook.checker.problems import FileError, problem_of
from workbook.checker.source_text import load_held, taken
from workbook.checker.verdict import Behaviour, RaisedError, Remark, Verdict, judged
from workbook.paths import TASK_TESTS

MODULE = "tasks_that_are_checked"  # under this name the tests import the file
GIVEN = {"test delete passes on our app"}  # a bare `pass` does it too


def check_task(path: Path, raw: bytes, task: str, limit: StepLimit) -> Verdict:
    """Check one task of a file.

    Args:
        path: the file; it is not read, only named.
        raw: what it held when the check began.
        task: its name.
        limit: of each test.

    """
    with watched_engines() as failures:
        return _checked(path, raw, task, limit, failures)


def _checked(
    path: Path, raw: bytes, task: str, limit: StepLimit, failures: MachineFailures
) -> Verdict:
    try:
        source = taken(path, raw)
        theirs = functions(source, task)
        lines = [each.lineno for each in theirs]
        if not theirs:
            raise FileError(f"the file has no function {task}")
        if isinstance(theirs[-1], ast.AsyncFunctionDef):
            raise FileError(f"{task} is called without `await`: write `def`", lines[-1])
        load_held(MODULE, path)
    except Exception as error:
        return judged(Verdict(task, problem_of(error, path)))
    found = TaskSuite(path, task, limit)
    run_tests(TASK_TESTS / f"test_{task}.py", [f"--tasks={MODULE}"], found)
    errors = list(found.errors.values())
    # Where the code raises an error, that is the cause of all else.
    first = [each for each in errors if each.problem.line or each.problem.is_of_machine]
    verdict = Verdict(
        task,
        note=_twice(task, lines),
        is_untouched=len(lines) == 1 and is_untouched(source, task),
        behaviours=tuple(Behaviour(n, holds, n in GIVEN) for n, holds in found.results.items()),
        errors=tuple(first or errors),
        remarks=() if first else tuple(found.remarks),
        printed=found.printed,
    )
    if failures.first and not verdict.passed and not failures.met_limit:
        return Verdict(task, check_failed=failures.first)
    return judged(verdict)


def _twice(task: str, lines: list[int]) -> str:
    if len(lines) == 1:
        return ""
    shown = f"{', '.join(map(str, lines[:-1]))} and {lines[-1]}"
    return (
        f"There are {len(lines)} functions named {task}, in lines {shown}: Python uses the last "
        "one. Keep the one that you mean, and delete the rest."
    )


class TaskSuite:
    """A plugin for pytest that keeps each behaviour's result, and why it does not hold.

    Args:
        path: the student's file.
        task: its name.
        limit: of each test.

    Attributes:
        results: whether each behaviour holds.
        errors: what the student's code raised, or a test after it, each once.
        remarks: what the tests say about what it did, causes first.
        printed: what it printed in the first test that failed.

    """

    def __init__(self, path: Path, task: str, limit: StepLimit) -> None:
        self.results: dict[str, bool] = {}
        self.errors: dict[str, RaisedError] = {}
        self.remarks: list[Remark] = []
        self.printed = ""
        self._path, self._task, self._limit = path, task, limit

    def pytest_runtest_setup(self) -> None:
        """Let each test have its time."""
        self._limit.begin_step()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep what was printed."""
        if report.failed:
            self.printed = self.printed or report.capstdout[:PRINTED]

    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo) -> None:
        """Keep the result of each part of a test; one that is skipped has shown nothing."""
        name = behaviour_of(item.nodeid)
        self.results[name] = self.results.get(name, True) and call.excinfo is None
        if call.excinfo is None:
            return
        error = call.excinfo.value
        problem = problem_of(error, self._path)
        if isinstance(error, AssertionError) and not problem.line:
            self.remarks.append(Remark(name, str(error), True, "", ""))
        else:
            who = f"`{self._task}`" if problem.line else f"What was done after `{self._task}`"
            self.errors.setdefault(str(problem), RaisedError(who, problem))
