"""Run the contract tests from a notebook: what both apps must do, and whether they do it."""

import inspect
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from html import escape
from importlib import import_module
from pathlib import Path
from xml.etree import ElementTree

from workbook.endpoints import known
from workbook.paths import AFTER, BEFORE, CONTRACT_TESTS, ROOT

CHANGED = "changed"  # the package that holds after_session with a change in it


class Contract:
    """What the contract tests said: for each behaviour, which implementations have it."""

    def __init__(
        self, implementations: tuple[str, ...], results: dict[str, dict[str, bool]]
    ) -> None:
        self.implementations = implementations
        self.results = results

    @property
    def broken(self) -> list[str]:
        """The behaviours that an implementation does not have."""
        return [name for name, found in self.results.items() if not all(found.values())]

    def __repr__(self) -> str:
        head = "  ".join(self.implementations)
        rows = [f"{head}  behaviour"]
        for name, found in self.results.items():
            signs = (self._sign(found[each]).ljust(len(each)) for each in self.implementations)
            rows.append(f"{'  '.join(signs)}  {name}")
        return "\n".join([*rows, self._verdict()])

    def _repr_html_(self) -> str:
        cell = "text-align:left;padding:2px 10px"
        names = [*self.implementations, "behaviour"]
        head = "".join(f'<th scope="col" style="{cell}">{escape(name)}</th>' for name in names)
        body = ""
        for name, found in self.results.items():
            texts = [*(self._sign(found[each]) for each in self.implementations), name]
            cells = "".join(f'<td style="{cell}">{escape(text)}</td>' for text in texts)
            body += f"<tr>{cells}</tr>"
        return (
            f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
            f"<p>{escape(self._verdict())}</p>"
        )

    def _sign(self, passed: bool) -> str:
        return "✓ yes" if passed else "✗ NO"

    def _verdict(self) -> str:
        if not self.broken:
            return f"All {len(self.results)} behaviours hold."
        return f"{len(self.broken)} of {len(self.results)} behaviours are broken."


def contract(endpoint: str, *, change: tuple[str, str] | None = None) -> Contract:
    """Run the contract tests of one endpoint against both apps, in a process of their own.

    Args:
        endpoint: such as `"create_expense"`.
        change: old and new text; instead of the two apps, a copy of `after_session` is tested in
            which the endpoint has the new text in the place of the old. Nothing else is changed.

    Raises:
        ValueError: there is no such endpoint, or its source lacks the old text.
        RuntimeError: the tests could not be run; the message is what pytest said.
    """
    tests = CONTRACT_TESTS / f"test_{known(endpoint)}.py"
    if change is None:
        return _run(tests, (BEFORE, AFTER), [])
    with tempfile.TemporaryDirectory(prefix="workbook-") as folder:
        package = Path(folder, CHANGED)
        package.mkdir()
        (package / "__init__.py").touch()
        (package / "main.py").write_text(_changed_source(endpoint, *change), encoding="utf-8")
        return _run(tests, (CHANGED,), [folder])


def _changed_source(endpoint: str, old: str, new: str) -> str:
    main = import_module("after_session.main")
    function: Callable = getattr(main, endpoint)
    source = inspect.getsource(function)
    if old not in source:
        raise ValueError(f"{endpoint} in after_session/main.py has no text {old!r}")
    return inspect.getsource(main).replace(source, source.replace(old, new))


def _run(tests: Path, implementations: tuple[str, ...], path: list[str]) -> Contract:
    with tempfile.TemporaryDirectory(prefix="workbook-") as folder:
        report = Path(folder, "report.xml")
        options = [f"--junitxml={report}", "-p", "no:cacheprovider"]
        options += [f"--implementation={name}" for name in implementations]
        done = subprocess.run(
            [sys.executable, "-m", "pytest", str(tests), *options],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([*path, str(ROOT)])},
            capture_output=True,
            text=True,
        )
        if done.returncode not in (0, 1):  # pytest's exit codes for "all passed", "some failed"
            raise RuntimeError(done.stdout + done.stderr)
        results: dict[str, dict[str, bool]] = {}
        for case in ElementTree.parse(report).iter("testcase"):
            name, _, parameters = str(case.get("name")).partition("[")
            tested = next(each for each in implementations if each in parameters.split("]")[0])
            found = results.setdefault(in_words(name), dict.fromkeys(implementations, True))
            found[tested] &= not any(child.tag in ("failure", "error") for child in case)
    return Contract(implementations, results)


def in_words(test: str) -> str:
    """Return the name of a test as the behaviour that it names."""
    return test.removeprefix("test_").replace("_", " ")
