"""A seed makes the same examples again, whatever else the process has imported."""

import sys
import types
from pathlib import Path

import pytest
from hypothesis import strategies as st

from workbook.same.hunting import hunt, nothing_kept
from workbook.same.requests.step import Example, Step

EXAMPLES = st.lists(st.builds(Step, st.text(), body=st.floats() | st.integers() | st.text()))


def tried(seed: int) -> list[str]:
    found: list[str] = []

    def note(example: Example, _: object) -> None:
        found.append(repr(example))

    with nothing_kept():
        hunt(EXAMPLES, note, start=seed, until=float("inf"), most=60)
    return found


def test_a_seed_makes_the_same_examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = tried(1)
    assert len(first) == 60
    names = [f"A_{i} = 'a constant {i}'; N_{i} = {i}987654321.25" for i in range(500)]
    (tmp_path / "another.py").write_text("\n".join(names), "utf-8")
    another = types.ModuleType("another")
    another.__file__ = str(tmp_path / "another.py")
    monkeypatch.setitem(sys.modules, "another", another)
    assert tried(1) == first
    assert tried(2) != first
