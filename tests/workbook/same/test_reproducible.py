"""A seed makes the same examples again, whatever else the process has imported."""

import itertools
import sys
import time
import types
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.internal.charmap import intervals_from_codec

from workbook.same.requests.step import Example, Step
from workbook.same.search.hunting import drawn, hunt, nothing_kept

EXAMPLES = st.lists(st.builds(Step, st.text(), body=st.floats() | st.integers() | st.text()))


def tried(seed: int) -> list[str]:
    found: list[str] = []

    def note(example: Example, _: object) -> None:
        found.append(repr(example))

    with nothing_kept():
        examples = (drawn(EXAMPLES, number) for number in itertools.count(seed))
        hunt(examples, note, until=float("inf"), most=60)
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


def test_which_characters_utf_8_has_is_known_without_a_search() -> None:
    with nothing_kept():
        since = time.process_time()
        found, never_back = intervals_from_codec.__wrapped__("utf-8")
        assert time.process_time() - since < 0.1
    for character in ("\0", "a", "\ud7ff", "\ue000", "\U0010ffff"):
        assert character.encode("utf-8").decode("utf-8") == character
        assert ord(character) in found
    assert "\ud800" not in found
    assert "\udfff" not in found
    assert found.size == sys.maxunicode + 1 - 0x800
    assert not never_back
