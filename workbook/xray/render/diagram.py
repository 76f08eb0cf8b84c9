"""The states that an object can be in, and the ways between them, as a drawing in SVG."""

from collections.abc import Sequence
from typing import NamedTuple

from workbook.xray.render.html import rendered

PLACES = {
    "transient": (12, 150, "only in Python"),
    "pending": (276, 150, "on the session's list"),
    "persistent": (590, 150, "has a row, values loaded"),
    "expired": (590, 20, "has a row, values forgotten"),
    "deleted": (590, 280, "DELETE sent, not committed"),
    "detached": (990, 150, "no session looks after it"),
}
WIDTH, HEIGHT = 1178, 350
BOX_WIDTH, BOX_HEIGHT = 176, 52
# The usual ways, with what makes an object take them.
WAYS = {
    ("transient", "pending"): "add",
    ("pending", "persistent"): "flush: INSERT",
    ("pending", "transient"): "rollback, close",
    ("persistent", "expired"): "commit",
    ("expired", "persistent"): "refresh, next read",
    ("persistent", "deleted"): "delete, flush",
    ("deleted", "detached"): "commit",
    ("persistent", "detached"): "close",
    ("expired", "detached"): "close",
    ("deleted", "expired"): "rollback",
}
# The rarer ways; they are drawn when an object took them.
RARE = {
    ("persistent", "transient"): "rollback",
    ("expired", "deleted"): "flush",
    ("transient", "persistent"): "add, flush: INSERT",
    ("detached", "persistent"): "add",
    ("detached", "expired"): "add",
}


class Arrow(NamedTuple):
    """A way from one state to another.

    Attributes:
        label: what makes an object take it.
        numbers: those of the states that an object reached on it.
        path: in the words of SVG.
        x: where the label stands.
        y: and how far below the top.
        anchor: which part of the label stands there: its start, middle or end.

    """

    label: str
    numbers: list[int]
    path: str
    x: float
    y: float
    anchor: str


def states_as_svg(states: Sequence[str]) -> str:
    """Return the picture for an object that was in these states, one after the other."""
    taken: dict[tuple[str, str], list[int]] = {}
    for number in range(1, len(states)):
        taken.setdefault((states[number - 1], states[number]), []).append(number + 1)
    labels = {**{way: RARE.get(way, "") for way in taken}, **WAYS}
    return rendered(
        "diagram.svg.jinja",
        states=states,
        arrows=[Arrow(label, taken.get(way, []), *_shape(way)) for way, label in labels.items()],
        PLACES=PLACES,
        WIDTH=WIDTH,
        HEIGHT=HEIGHT,
        BOX_WIDTH=BOX_WIDTH,
        BOX_HEIGHT=BOX_HEIGHT,
    )


def _shape(way: tuple[str, str]) -> tuple[str, float, float, str]:
    """Return the path of an arrow, where its label stands, and which part of it is there."""
    (ax, ay, _), (bx, by, _) = PLACES[way[0]], PLACES[way[1]]
    if ay == by:
        return _beside(way, ax, bx, ay)
    if ax == bx:
        return _above_or_below(ax, ay, by)
    if ax > bx:  # back, in a bow above the way there
        x1, x2, y2 = ax + BOX_WIDTH - 36, bx + BOX_WIDTH, by + 10
        return f"M{x1} {ay}Q{x1 - 20} {y2 + 10} {x2} {y2}", x1 - 60, y2 + 26, "start"
    start, middle = ay + BOX_HEIGHT / 2, bx + BOX_WIDTH / 2
    x1, y2 = ax + BOX_WIDTH, by if ay < by else by + BOX_HEIGHT
    y = (start + y2) / 2 + (-4 if ay < by else 16)
    return f"M{x1} {start}L{middle} {y2}", (x1 + middle) / 2 + 16, y, "start"


def _beside(way: tuple[str, str], ax: int, bx: int, y: int) -> tuple[str, float, float, str]:
    if abs(ax - bx) > 400:  # past the box between, in a bow below it
        x1, x2, y = ax + BOX_WIDTH / 2, bx + BOX_WIDTH / 2, y + BOX_HEIGHT
        middle = (x1 + x2) / 2
        return f"M{x1} {y}Q{middle} {y + 90} {x2} {y}", middle, y + 62, "middle"
    forth = ax < bx
    y += 20 if forth else 38
    start, end = (ax + BOX_WIDTH, bx) if forth else (ax, bx + BOX_WIDTH)
    shift = -26 if way == ("persistent", "detached") else 0  # between the bows
    label = (start + end) / 2 + shift
    # Back, the label may be wider than the gap: below the boxes there is room.
    return f"M{start} {y}L{end} {y}", label, y + (-8 if forth else 32), "middle"


def _above_or_below(x: int, ay: int, by: int) -> tuple[str, float, float, str]:
    down = ay < by
    if abs(ay - by) > 200:  # in a bow to the right, wider on the way down
        x += BOX_WIDTH
        if down:
            path = f"M{x} {ay + 36}Q{x + 280} {ay + 156} {x} {by + 20}"
            return path, x + 128, ay + 215, "start"
        return f"M{x} {ay + 14}Q{x + 70} {by + 156} {x} {by + 42}", x + 38, by + 124, "start"
    x += 50 if down else 100
    y1, y2 = (ay + BOX_HEIGHT, by) if down else (ay, by + BOX_HEIGHT)
    middle = (y1 + y2) / 2 + 4
    if down:
        return f"M{x} {y1}L{x} {y2}", x - 8, middle, "end"
    return f"M{x} {y1}L{x} {y2}", x + 8, middle, "start"
