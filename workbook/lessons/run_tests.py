"""Run the tests of a folder in a notebook, with one line for each: what pytest prints varies."""

import sys
from pathlib import Path

import pytest

# No plugin but pytest's own, no cache, and of its report nothing: it has times, widths, colours.
OPTIONS = ["--disable-plugin-autoload", "-p", "no:cacheprovider", "-p", "no:terminal"]
OPTIONS += ["-o", "addopts=", "--capture=no"]


class Report:
    """A plugin of pytest that prints what became of each test, and nothing else."""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Print a line: of a test that ran, or that could not begin or end."""
        if report.when == "call" or report.failed:
            part = "" if report.when == "call" else f" (its {report.when})"
            print(f"{report.outcome}  {report.location[2]}{part}")

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Print why a file cannot be read."""
        if report.failed:
            print(f"{report.nodeid}: {report.longreprtext}")


def run_tests() -> None:
    """Run the tests of the current folder; their files are read anew each time."""
    here = Path.cwd()
    for name, module in list(sys.modules.items()):
        if Path(getattr(module, "__file__", None) or "").parent == here:
            del sys.modules[name]
    pytest.main([*OPTIONS, f"--rootdir={here}", str(here)], plugins=[Report()])
