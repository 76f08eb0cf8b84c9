"""`pytest tests/contract`, or a file of it, says each behaviour in words instead of dots."""

from pathlib import Path

import pytest
from _pytest.terminal import TerminalReporter

from workbook.contract_tests import in_words

SIGNS = {"passed": "✓", "failed": "✗", "skipped": "–"}
COLOURS = {"passed": "green", "failed": "red", "skipped": "yellow"}


@pytest.hookimpl(trylast=True)  # the terminal is there by then
def pytest_configure(config: pytest.Config) -> None:
    terminal = config.pluginmanager.get_plugin("terminalreporter")
    paths = [Path(argument.partition("::")[0]).resolve() for argument in config.args]
    only_these = all(Path(__file__).parent in (path, path.parent) for path in paths)
    workers = config.getoption("numprocesses", None) or hasattr(config, "workerinput")
    if terminal and only_these and not workers and config.get_verbosity() == 0:
        terminal.showfspath = False
        config.pluginmanager.register(Behaviours(terminal))


class Behaviours:
    """A line for each behaviour and implementation."""

    def __init__(self, terminal: TerminalReporter) -> None:
        self._terminal = terminal
        self._file = ""

    @pytest.hookimpl(tryfirst=True)
    def pytest_report_teststatus(self, report: pytest.TestReport) -> tuple[str, str, str] | None:
        """Let pytest count it, and show no letter."""
        shown = report.when == "call" or report.skipped
        return (report.outcome, "", report.outcome.upper()) if shown else None

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Write the line of a test, or of one whose preparation fails."""
        if report.when != "call" and report.passed:
            return
        file, _, test = report.nodeid.partition("::")
        if file != self._file:
            self._file = file
            self._terminal.write_line(f"\n{file}")
        name, _, parameters = test.partition("[")
        implementation, _, values = parameters.removesuffix("]").partition("-")
        value = f"   {values}" if values else ""
        line = f"  {SIGNS[report.outcome]} {implementation:<16}  {in_words(name)}{value}"
        self._terminal.write_line(line, **{COLOURS[report.outcome]: True})
