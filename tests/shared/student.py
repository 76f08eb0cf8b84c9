"""A student's file, which is the reference with a change, its check, and the report of that."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from workbook.checker.exercise import REFERENCE
from workbook.checker.limits import Limits
from workbook.checker.report.compose import report_parts
from workbook.checker.report.html import as_html
from workbook.checker.report.text import as_text
from workbook.checker.run import run_check
from workbook.checker.verdict import Verdict

SOLVED = REFERENCE.read_text(encoding="utf-8")


def changed(folder: Path, old: str, new: str) -> Path:
    """Write the reference with one text replaced, which has to stand in it once."""
    path = folder / "main.py"
    path.write_text(with_change(old, new), encoding="utf-8")
    return path


def with_change(old: str, new: str) -> str:
    assert SOLVED.count(old) == 1
    return SOLVED.replace(old, new)


def checked_at_once(
    folder: Path, endpoint: str, files: Mapping[str, tuple[str, Limits | None]]
) -> dict[str, Verdict]:
    """Check several texts, each as a file in a folder of its own: most of them only wait."""

    def checked(name: str) -> Verdict:
        text, limits = files[name]
        path = folder / str(list(files).index(name)) / "main.py"
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
        return run_check(endpoint, path, limits)

    with ThreadPoolExecutor(3) as workers:
        return dict(zip(files, workers.map(checked, files), strict=True))


def report(verdict: Verdict, path: Path = REFERENCE) -> str:
    html = as_html(report_parts(verdict, path))
    assert "<script" not in html
    assert "<style" not in html
    return as_text(report_parts(verdict, path))
