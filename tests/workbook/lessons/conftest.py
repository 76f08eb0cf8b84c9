"""`clone`: three small lessons and a folder for the copies, in the place of the real ones."""

from pathlib import Path

import pytest

from tests.shared.small_lessons import LESSONS, Clone, write_lesson


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clone:
    clone = Clone(tmp_path / "notebooks", tmp_path / "my_lessons")
    clone.lessons.mkdir()
    for lesson in LESSONS:
        write_lesson(clone.lessons / f"{lesson}.ipynb")
    for module in ("names", "copies", "fresh", "progress", "edited", "command"):
        monkeypatch.setattr(f"workbook.lessons.{module}.LESSONS", LESSONS, raising=False)
    for function in ("make_copies", "begin_anew", "is_fresh", "readings"):
        module = "progress" if function == "readings" else "copies"
        defaults = (clone.copies,) if function == "readings" else (clone.copies, clone.lessons)
        monkeypatch.setattr(f"workbook.lessons.{module}.{function}.__defaults__", defaults)
    monkeypatch.setattr("workbook.lessons.command.MY_LESSONS", clone.copies)
    return clone
