"""A chart of measured times: each endpoint of both apps, with few expenses and with many.

It is drawn on white, in JupyterLab's dark theme too. Line, sign and label tell the two apps apart,
and so does the colour, for those who see it.
"""

import io
import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from workbook.browser import not_here
from workbook.browser.mode import IN_BROWSER
from workbook.lessons.cost.times import NEW, OLD, SIZES, Times

if TYPE_CHECKING or not IN_BROWSER:  # no browser has it
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LINES: dict[str, dict[str, Any]] = {
    OLD: {"color": "#b34700", "linestyle": "--", "marker": "o"},
    NEW: {"color": "#00508c", "linestyle": "-", "marker": "s"},
}
INK = "#222222"
NO_MATPLOTLIB = "there is no matplotlib to draw your times, which `print(times)` shows as text"


class Chart:
    """A picture, which a notebook shows.

    Its text is the same for all times: the tests compare it, and a picture they do not.
    """

    def __init__(self, times: Times) -> None:
        self._times = times

    def __repr__(self) -> str:
        return (
            "Four line charts, one for each endpoint, of the time over the number of expenses.\n"
            "The numbers as text: print(times)"
        )

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any] | None:
        """In a browser, show a chart that was drawn elsewhere; None: what is below."""
        return not_here.Recorded(NO_MATPLOTLIB)._repr_mimebundle_() if IN_BROWSER else None

    def _repr_png_(self) -> bytes | None:
        if IN_BROWSER:
            return None
        figure = Figure(figsize=(8.4, 6), dpi=110, facecolor="white", layout="constrained")
        rows = figure.subplots(2, 2, sharex=True, sharey=True)
        for axes, (endpoint, apps) in zip(rows.flat, self._times.of.items(), strict=True):
            _draw(axes, endpoint, apps)
        for axes in rows[-1]:
            axes.set_xlabel("expenses", color=INK)
        for axes in rows[:, 0]:
            axes.set_ylabel("milliseconds", color=INK)
        with io.BytesIO() as file:
            figure.savefig(file, format="png", metadata={"Software": None})
            return file.getvalue()


def crossing(old: list[float], new: list[float]) -> float | None:
    """Return with how many expenses two lines cross, both axes being logarithmic; None if never."""
    steps = zip(pairwise(SIZES), pairwise(old), pairwise(new), strict=True)
    for (left, right), (old_left, old_right), (new_left, new_right) in steps:
        ratio, next_ratio = old_left / new_left, old_right / new_right
        if ratio <= 1 < next_ratio:
            return left * (right / left) ** (-math.log(ratio) / math.log(next_ratio / ratio))
    return None


def _short(milliseconds: float) -> str:
    if milliseconds >= 10:
        return f"{milliseconds:,.0f}"
    return f"{milliseconds:.1g}" if milliseconds < 0.1 else f"{milliseconds:.2g}"


def _draw(axes: "Axes", endpoint: str, apps: dict[str, list[float]]) -> None:
    axes.set_title(endpoint, color=INK, fontsize=11, family="monospace")
    axes.set(xscale="log", yscale="log", xlim=(6, 300_000), ylim=(1e-4, 1e3))
    axes.set_xticks(SIZES, [f"{size:,}" for size in SIZES])
    axes.set_yticks([0.001, 0.01, 0.1, 1, 10, 100], ["0.001", "0.01", "0.1", "1", "10", "100"])
    axes.minorticks_off()
    axes.grid(color="#dddddd", linewidth=0.8)
    axes.tick_params(colors=INK)
    for app, times in apps.items():
        axes.plot(SIZES, times, linewidth=2, markersize=6, **LINES[app])
        is_upper = times[-1] == max(each[-1] for each in apps.values())
        axes.annotate(
            f"{app} {_short(times[-1])}",
            (SIZES[-1], times[-1]),
            xytext=(9, 0),
            textcoords="offset points",
            va="bottom" if is_upper else "top",
            color=LINES[app]["color"],
            fontweight="bold",
        )
    where = crossing(apps[OLD], apps[NEW])
    if where:
        is_right = where > 1_000
        axes.axvline(where, color=INK, linewidth=1, linestyle=":")
        axes.annotate(
            f"they cross at about\n{float(f'{where:.1g}'):,.0f} expenses",
            (where, 0.03),
            xycoords=("data", "axes fraction"),
            xytext=(-6 if is_right else 6, 0),
            textcoords="offset points",
            ha="right" if is_right else "left",
            va="bottom",
            color=INK,
        )
