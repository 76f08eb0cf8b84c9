"""The chart of lesson 13, and the times that it is of."""

import logging

import pytest

from workbook.lessons.cost.chart import INK, LINES, Chart, crossing
from workbook.lessons.cost.times import ARGUMENTS, NEW, OLD, SIZES, Times, measure
from workbook.server import serve


def times(old: list[float], new: list[float]) -> Times:
    made = Times()
    made.of = {endpoint: {OLD: old, NEW: new} for endpoint in ARGUMENTS}
    return made


CROSS = times([0.3, 0.9, 8, 50], [1, 1, 1, 1])


def test_each_endpoint_is_measured_at_each_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbook.lessons.cost.times.SIZES", (10, 20))
    monkeypatch.setattr("workbook.lessons.cost.times.PATIENCE", 0)
    with serve("before_dict_json") as before, serve("after_session") as after:
        measured = measure(before, after)
        stored = [len(app.get("/expenses").json()) for app in (before, after)]
    assert all(len(each) == 2 for apps in measured.of.values() for each in apps.values())
    assert all(time > 0 for apps in measured.of.values() for each in apps.values() for time in each)
    assert stored[0] == stored[1] == 20 + 7  # what was created has been created in both


def test_who_was_faster() -> None:
    assert [CROSS.faster("create_expense", size) for size in SIZES] == [OLD, OLD, NEW, NEW]
    assert len(repr(CROSS).splitlines()) == 1 + 2 * len(ARGUMENTS)


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ([0.1, 1, 10, 100], [1, 1, 1, 1], 100),
        ([0.1, 0.1, 10, 100], [1, 1, 1, 1], 316),
        ([0.1, 1, 10, 100], [20, 20, 20, 20], 2_000),
        ([1, 1, 1, 1], [2, 3, 4, 5], None),
        ([2, 3, 4, 5], [1, 1, 1, 1], None),
    ],
)
def test_where_two_lines_cross(old: list[float], new: list[float], where: float | None) -> None:
    assert crossing(old, new) == (where and pytest.approx(where, rel=0.01))


def test_the_text_of_a_chart_is_the_same_on_each_computer() -> None:
    other = Chart(times([1, 1, 1, 1], [2, 3, 4, 5]))
    assert repr(other) == repr(Chart(CROSS))
    pictures = [chart._repr_png_() for chart in (other, Chart(CROSS))]
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)
    assert pictures[0] != pictures[1]


def test_matplotlib_says_nothing_of_its_cache() -> None:
    # In the first use, by somebody with many fonts; in a lesson it would be an output.
    for logger in ("matplotlib", "matplotlib.font_manager"):
        assert not logging.getLogger(logger).isEnabledFor(logging.WARNING)


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_it_can_be_read_without_colours_and_on_white() -> None:
    for part in ("linestyle", "marker"):
        assert LINES[OLD][part] != LINES[NEW][part]
    for colour in (INK, LINES[OLD]["color"], LINES[NEW]["color"]):
        assert 1.05 / (luminance(colour) + 0.05) >= 4.5  # WCAG, for text
