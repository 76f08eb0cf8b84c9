"""A student's file: the reference, with a change."""

from pathlib import Path

from workbook.checker.exercise import REFERENCE

SOLVED = REFERENCE.read_text(encoding="utf-8")


def changed(folder: Path, old: str, new: str) -> Path:
    """Write the reference with one text replaced, which has to stand in it once."""
    assert SOLVED.count(old) == 1
    path = folder / "main.py"
    path.write_text(SOLVED.replace(old, new), encoding="utf-8")
    return path
