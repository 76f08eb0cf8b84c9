"""Run the contract tests of one endpoint in this process, and note what is sent and answered."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest import mock

import httpx
import pytest

from workbook.checker.child.swap import PACKAGE
from workbook.checker.verdict import AnswerMismatch
from workbook.contract_tests import in_words
from workbook.paths import CONTRACT_TESTS, ROOT
from workbook.server import Server, closed_meanwhile, serve

RESTART = "(the app restarts)"
LENGTH = 300  # characters of a request or an answer that are shown
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


@dataclass(frozen=True)
class Exchange:
    """A request and its answer."""

    method: str
    path: str
    options: dict[str, Any]
    answer: str

    def sent(self) -> str:
        """Return the request in one line."""
        body = self.options.get("json", self.options.get("content", ""))
        return f"{self.method} {self.path}   {httpx_text(body)}".rstrip()[:LENGTH]


def httpx_text(body: Any) -> str:
    """Return a body as it goes over the wire."""
    if body == "":
        return ""
    if isinstance(body, str | bytes):
        request = httpx.Request("POST", "/", content=body)
    else:
        request = httpx.Request("POST", "/", json=body)
    return request.content.decode("utf-8", "replace")


class Suite:
    """A plugin for pytest that keeps each behaviour's result and the requests of its test."""

    def __init__(self, before_each: Any) -> None:
        self.results: dict[str, bool] = {}
        self.failed: dict[str, list[Exchange]] = {}
        self._log: list[Exchange] = []
        self._before_each = before_each

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Begin a new log."""
        self._log = []
        self._before_each()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the result of each part of a test: a behaviour holds if all of them do."""
        name = in_words(report.nodeid.partition("::")[2].partition("[")[0])
        self.results[name] = self.results.get(name, True) and not report.failed
        if report.failed:
            self.failed.setdefault(name, list(self._log))

    @contextmanager
    def _listening(self) -> Iterator[None]:
        request, restart = Server.request, Server.restart

        def logged(server: Server, method: str, path: str, **options: Any) -> httpx.Response:
            kept = {
                name: options[name]
                for name in ("json", "content", "headers")
                if options.get(name) is not None
            }
            try:
                response = request(server, method, path, **options)
            except httpx.HTTPError as error:
                self._log.append(Exchange(method, path, kept, f"no answer: {error}"))
                raise
            self._log.append(Exchange(method, path, kept, answer_of(response)))
            return response

        def restarted(server: Server) -> None:
            self._log.append(Exchange(RESTART, "", {}, ""))
            restart(server)

        with mock.patch.multiple(Server, request=logged, restart=restarted):
            yield

    def run(self, endpoint: str) -> None:
        """Run the tests of an endpoint against the package that `serve` knows as `PACKAGE`.

        Raises:
            RuntimeError: they could not be run.

        """
        tests = CONTRACT_TESTS / f"test_{endpoint}.py"
        options = [f"--rootdir={ROOT}", f"--implementation={PACKAGE}", "-q", "--no-header"]
        # A warning in a student's code must not fail a test.
        options += ["-o", "addopts=", "-o", "filterwarnings=ignore", "-p", "no:cacheprovider"]
        options += ["-p", "no:faulthandler", "--tb=no", "--assert=plain"]
        # This one collects all garbage several times at the end, which takes longer than a test.
        options += ["-p", "no:unraisableexception"]
        with (
            self._listening(),
            mock.patch.dict(os.environ, PYTEST_DISABLE_PLUGIN_AUTOLOAD="1"),
            mock.patch.object(tempfile, "tempdir", tempfile.gettempdir()),  # our conftest sets it
        ):
            status = pytest.main([str(tests), *options], plugins=[self])
        if status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
            raise RuntimeError(f"the contract tests could not be run: pytest's {status!r}")

    def first_mismatch(self) -> tuple[str, AnswerMismatch] | None:
        """Return the first behaviour that does not hold, and where its answers differ."""
        for name, exchanges in self.failed.items():
            if mismatch := _replayed(exchanges):
                return name, mismatch
        return None


def answer_of(response: httpx.Response) -> str:
    """Return status and body in one line."""
    return f"{response.status_code} {response.text}".rstrip()


def _replayed(exchanges: list[Exchange]) -> AnswerMismatch | None:
    """Send the same to the reference; what it answers is what was expected."""
    with closed_meanwhile(serve("after_session")) as reference:
        for number, each in enumerate(exchanges):
            if each.method == RESTART:
                reference.restart()
                continue
            expected = answer_of(reference.request(each.method, each.path, **each.options))
            if expected != each.answer:
                earlier = tuple(e.sent() for e in exchanges[:number])
                texts = (each.sent(), each.answer[:LENGTH], expected[:LENGTH])
                return AnswerMismatch(earlier, *texts)
    return None
