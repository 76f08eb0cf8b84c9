"""A student's file, which is the reference with a change, and the report of its check."""

from pathlib import Path

from workbook.checker.exercise import REFERENCE
from workbook.checker.report.compose import report_parts
from workbook.checker.report.html import as_html
from workbook.checker.report.text import as_text
from workbook.checker.verdict import Verdict

SOLVED = REFERENCE.read_text(encoding="utf-8")


def changed(folder: Path, old: str, new: str) -> Path:
    """Write the reference with one text replaced, which has to stand in it once."""
    assert SOLVED.count(old) == 1
    path = folder / "main.py"
    path.write_text(SOLVED.replace(old, new), encoding="utf-8")
    return path


def report(verdict: Verdict, path: Path = REFERENCE) -> str:
    html = as_html(report_parts(verdict, path))
    assert "<script" not in html
    assert "<style" not in html
    return as_text(report_parts(verdict, path))
