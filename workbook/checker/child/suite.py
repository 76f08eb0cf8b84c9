"""Run the contract tests of one endpoint in this process, and note what is sent and answered."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import httpx
import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from workbook import many_expenses
from workbook.checker.child.exchange import RESTART, STORE, Exchange, answer_of, replayed
from workbook.checker.child.swap import PACKAGE
from workbook.checker.problems import Problem, problem_of
from workbook.checker.verdict import AnswerMismatch, RaisedError
from workbook.contract_tests import in_words
from workbook.paths import CONTRACT_TESTS, ROOT
from workbook.server import Server
from workbook.serving import traced_requests

ERRORS = 3  # different ones that are shown
# What a bare `pass` does as well: FastAPI refuses wrong input because of the signature alone, and
# answers 204 because of the decorator. These say nothing about a solution.
GIVEN = {
    "get expense refuses an id outside the limits as update and delete do",
    "create expense needs every other field",
    "create expense names every wrong field in the order of the fields",
    "list expenses refuses a category that does not exist",
    "update expense refuses a wrong change before it looks for the expense",
    "delete expense answers 204 without a body",
}


class Suite:
    """A plugin for pytest that keeps each behaviour's result, its requests, and what was raised.

    Args:
        path: the student's file.
        before_each: is called before each test.

    """

    def __init__(self, path: Path, before_each: Any) -> None:
        self.results: dict[str, bool] = {}
        self.failed: dict[str, list[Exchange]] = {}
        self._path = path
        self._log: list[Exchange] = []
        self._unprepared: dict[str, Problem] = {}  # why the app did not start, by behaviour
        self._before_each = before_each

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Begin a new log."""
        self._log = []
        self._before_each()

    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo) -> None:
        """Note why a test could not begin."""
        if call.when == "setup" and call.excinfo is not None:
            name = behaviour_of(item.nodeid)
            self._unprepared.setdefault(name, problem_of(call.excinfo.value, self._path))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the result of each part of a test: a behaviour holds if all of them do."""
        name = behaviour_of(report.nodeid)
        self.results[name] = self.results.get(name, True) and not report.failed
        if report.failed:
            self.failed.setdefault(name, list(self._log))

    @contextmanager
    def _listening(self) -> Iterator[None]:
        request, restart, forward = Server.request, Server.restart, traced_requests.forward
        store = many_expenses.store

        def logged(server: Server, method: str, path: str, **options: Any) -> httpx.Response:
            kept = {
                name: options[name]
                for name in ("json", "content", "headers")
                if options.get(name) is not None
            }
            exchange = Exchange(method, path, kept)
            self._log.append(exchange)
            server.timeout = None  # the limits of time are ours
            try:
                response = request(server, method, path, **options)
            except httpx.HTTPError as error:
                exchange.answer = f"no answer: {error}"
                raise
            exchange.answer = answer_of(response)
            return response

        def restarted(server: Server) -> None:
            self._log.append(Exchange(RESTART))
            restart(server)

        def stored(server: Server, number: int) -> list[dict[str, Any]]:
            self._log.append(Exchange(STORE, str(number)))
            return store(server, number)

        async def forwarded(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
            exchange = self._log[-1] if self._log else Exchange("")
            try:
                await forward(app, scope, receive, send)
            except Exception as error:
                # Only what it says: its frames would keep the student's objects alive.
                exchange.raised = problem_of(error, self._path)
                raise

        with (
            mock.patch.multiple(Server, request=logged, restart=restarted),
            mock.patch.object(traced_requests, "forward", forwarded),
            mock.patch.object(many_expenses, "store", stored),
        ):
            yield

    def run(self, endpoint: str) -> None:
        """Run the tests of an endpoint against the package that `serve` knows as `PACKAGE`.

        Raises:
            RuntimeError: they could not be run.

        """
        with self._listening():
            tests = CONTRACT_TESTS / f"test_{endpoint}.py"
            run_tests(tests, [f"--implementation={PACKAGE}"], self)

    def first_mismatch(self) -> tuple[str, AnswerMismatch] | None:
        """Return the first behaviour that does not hold, and where its answers differ."""
        for name, exchanges in self.failed.items():
            if mismatch := replayed(exchanges):
                return name, mismatch
        return None

    def errors(self) -> tuple[RaisedError, ...]:
        """Return what was raised in tests that fail: each error once, with its request."""
        found = [RaisedError("The start of the app", each) for each in self._unprepared.values()]
        for exchanges in self.failed.values():
            found += [RaisedError(e.sent(), e.raised) for e in exchanges if e.raised is not None]
        once: dict[str, RaisedError] = {}
        for each in found:
            once.setdefault(str(each.problem), each)
        return tuple(once.values())[:ERRORS]


def run_tests(tests: Path, options: list[str], plugin: object) -> None:
    """Run the tests of a file in this process, quietly, with a plugin that hears of each.

    Raises:
        RuntimeError: they could not be run.

    """
    options = [f"--rootdir={ROOT}", *options, "-q", "--no-header"]
    # Not the conftest.py above: it prepares a run of all tests, and reads every lesson for it.
    options += [f"--confcutdir={ROOT / 'tests'}"]
    # A warning in a student's code must not fail a test.
    options += ["-o", "addopts=", "-o", "filterwarnings=ignore", "-p", "no:cacheprovider"]
    options += ["-p", "no:faulthandler", "--tb=no", "--assert=plain"]
    # This one collects all garbage several times at the end, which takes longer than a test.
    options += ["-p", "no:unraisableexception"]
    options += ["-p", "no:debugging", "-p", "no:junitxml"]  # slow to import, and not needed
    with (
        # The student's code may have put something else there, which pytest could not use.
        mock.patch.multiple(sys, stdout=sys.__stdout__, stderr=sys.__stderr__),
        mock.patch.dict(os.environ, PYTEST_DISABLE_PLUGIN_AUTOLOAD="1"),
    ):
        status = pytest.main([str(tests), *options], plugins=[plugin])
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        name = pytest.ExitCode(status).name
        where = tests.relative_to(ROOT).as_posix()
        raise RuntimeError(f"pytest ended with {name}: `uv run pytest {where}` says why")


def behaviour_of(test: str) -> str:
    """Return the behaviour that a test is for, from the test's id."""
    return in_words(test.partition("::")[2].partition("[")[0])
