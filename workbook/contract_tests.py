"""Run the contract tests from a notebook: what both apps must do, and whether they do it."""

import inspect
import os
import re
import tempfile
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from xml.etree import ElementTree

from workbook.browser.mode import IN_BROWSER
from workbook.clone import need_for_checks
from workbook.display.templates import environment
from workbook.endpoints import known
from workbook.paths import AFTER, BEFORE, CONTRACT_TESTS, ROOT

# The two ways to run pytest.
if IN_BROWSER:
    from workbook.browser.run_python import run_python
else:
    from workbook.processes.run_python import run_python

CHANGED = "changed"  # the package that holds after_session with a change in it
RUN = (0, 1)  # pytest's exit statuses for "all passed" and "some failed"


class Contract:
    """What the contract tests said: for each behaviour, which implementations have it.

    Attributes:
        implementations: the packages that were tested.
        results: for each behaviour, whether each implementation has it.
        start_problem: why an implementation did not start; empty: all did.

    """

    def __init__(
        self,
        implementations: Sequence[str],
        results: dict[str, dict[str, bool]],
        start_problem: str = "",
    ) -> None:
        self.implementations = tuple(implementations)
        self.results = results
        self.start_problem = start_problem

    @property
    def broken(self) -> list[str]:
        """The behaviours that an implementation does not have."""
        return [name for name, holds in self.results.items() if not all(holds.values())]

    @property
    def verdict(self) -> str:
        """The whole in one sentence."""
        if self.start_problem:
            return f"The app does not start: {self.start_problem}"
        if self.broken:
            return f"{len(self.broken)} of {len(self.results)} behaviours are broken."
        return f"All {len(self.results)} behaviours hold."

    def rows(self) -> list[list[str]]:
        """Return for each behaviour a sign for each implementation, and its name."""
        return [
            [*("✓ yes" if holds[each] else "✗ NO" for each in self.implementations), name]
            for name, holds in self.results.items()
        ]

    def __repr__(self) -> str:
        widths = [*map(len, self.implementations), 0]
        rows = [[*self.implementations, "behaviour"], *self.rows()]
        lines = [
            "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True))
            for row in rows
        ]
        return "\n".join([*lines, self.verdict])

    def _repr_html_(self) -> str:
        template = environment(one_line=True).get_template("contract.html.jinja")
        return template.render(contract=self)


def contract(endpoint: str, *, change: tuple[str, str] | None = None) -> Contract:
    """Run the contract tests of one endpoint against both apps, in a process of their own.

    Args:
        endpoint: such as `"create_expense"`.
        change: old and new text; instead of the two apps, a copy of `after_session` is tested in
            which the endpoint has the new text in the place of the old. Nothing else is changed.

    Raises:
        ValueError: there is no such endpoint, or its source lacks the old text.
        RuntimeError: the tests could not be run; the message is what pytest said.
        NotInCloneError: this is no clone of the project, or not all of it.

    """
    need_for_checks()
    tests = CONTRACT_TESTS / f"test_{known(endpoint)}.py"
    with tempfile.TemporaryDirectory(prefix="workbook-") as name:
        folder = Path(name)
        if change is None:
            return _run(tests, (BEFORE, AFTER), folder)
        package = folder / CHANGED
        package.mkdir()
        (package / "__init__.py").touch()
        (package / "main.py").write_text(_changed_source(endpoint, *change), encoding="utf-8")
        return _run(tests, (CHANGED,), folder)


def _changed_source(endpoint: str, old: str, new: str) -> str:
    main = import_module(f"{AFTER}.main")
    function: Callable = getattr(main, endpoint)
    source = inspect.getsource(function)
    if old not in source:
        raise ValueError(f"{endpoint} in {AFTER}/main.py has no text {old!r}")
    return inspect.getsource(main).replace(source, source.replace(old, new))


def _run(tests: Path, implementations: Sequence[str], folder: Path) -> Contract:
    report, output = folder / "report.xml", folder / "output"
    # Of all plugins, none: to load those of hypothesis, schemathesis and nbval takes five seconds.
    options = [f"--junitxml={report}", f"--rootdir={ROOT}", "-o", "addopts=", "--assert=plain"]
    options += [f"--confcutdir={CONTRACT_TESTS.parent}"]  # the conftest.py above reads all lessons
    options += ["-p", "no:cacheprovider", *(f"--implementation={name}" for name in implementations)]
    status = run_python(
        "pytest",
        [str(tests), *options],
        folder=ROOT,
        environment={
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            "PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)]),
        },
        output=output,
    )
    if status not in RUN:
        raise RuntimeError(output.read_text(encoding="utf-8", errors="replace"))
    results: dict[str, dict[str, bool]] = {}
    problems = []
    for case in ElementTree.parse(report).iter("testcase"):
        name, _, parameters = str(case.get("name")).partition("[")
        tested = next(each for each in implementations if each in parameters.split("]")[0])
        holds = results.setdefault(in_words(name), dict.fromkeys(implementations, True))
        holds[tested] &= not any(child.tag in ("failure", "error") for child in case)
        problems += [error.get("message", "") for error in case.iter("error")]
    return Contract(implementations, results, _start_problem(problems, len(results)))


def _start_problem(errors: list[str], count: int) -> str:
    """Return what stopped every test before it began; empty if one could begin."""
    if len(errors) < count:
        return ""
    # pytest: failed on setup with "  File "…/main.py", line 77 … SyntaxError: invalid syntax"
    lines = errors[0].rstrip('"').splitlines()
    place = re.search(r"line \d+", lines[0])
    return lines[-1].partition('with "')[2] or f"{lines[-1]}, {place[0] if place else ''}"


def in_words(test: str) -> str:
    """Return the name of a test as the behaviour that it names."""
    return test.removeprefix("test_").replace("_", " ")
