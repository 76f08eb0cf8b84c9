"""The states that an object can be in, and the ways between them, as a drawing in SVG."""

from collections.abc import Sequence

from workbook.xray.render.style import STATES

PLACES = {
    "transient": (12, 150, "only in Python"),
    "pending": (276, 150, "on the session's list"),
    "persistent": (590, 150, "has a row, values loaded"),
    "expired": (590, 20, "has a row, values forgotten"),
    "deleted": (590, 280, "DELETE sent, not committed"),
    "detached": (990, 150, "no session looks after it"),
}
WIDTH, HEIGHT, BOX = 1178, 350, (176, 52)
# The usual ways, with what makes an object take them.
WAYS = {
    ("transient", "pending"): "add",
    ("pending", "persistent"): "flush: INSERT",
    ("pending", "transient"): "rollback",
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


def diagram(states: Sequence[str]) -> str:
    """Return the picture for an object that was in these states, one after the other."""
    taken: dict[tuple[str, str], list[int]] = {}
    for number in range(1, len(states)):
        taken.setdefault((states[number - 1], states[number]), []).append(number + 1)
    ways = {**{way: RARE.get(way, "") for way in taken}, **WAYS}
    arrows = "".join(_arrow(way, way in taken) for way in ways)
    labels = "".join(_label(way, label, taken.get(way, [])) for way, label in ways.items())
    boxes = "".join(_box(state, state in states, state == states[-1]) for state in PLACES)
    x, y, _ = PLACES[states[0]]
    begin = f'<text x="{x}" y="{y - 10}" fill="#8a1c14" font-weight="bold">(1)</text>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'font-family="sans-serif" font-size="14"><rect width="{WIDTH}" height="{HEIGHT}" '
        f'rx="10" fill="#ffffff"/><defs><marker id="a" viewBox="0 0 10 10" refX="9" refY="5" '
        f'markerWidth="7" markerHeight="7" orient="auto-start-reverse">'
        f'<path d="M0 0L10 5L0 10z" fill="context-stroke"/></marker></defs>'
        f"{arrows}{boxes}{labels}{begin}</svg>"
    )


def _box(state: str, visited: bool, last: bool) -> str:
    x, y, what = PLACES[state]
    fill, ink = (STATES[state], "#ffffff") if visited else ("#ffffff", "#55606e")
    width, height = BOX
    ring = (
        f'<rect x="{x - 5}" y="{y - 5}" width="{width + 10}" height="{height + 10}" rx="14" '
        f'fill="none" stroke="#1b2a4a" stroke-width="2"/>'
        if last
        else ""
    )
    middle = x + width / 2
    return (
        f'{ring}<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="10" fill="{fill}" '
        f'stroke="#8a94a3"/><text x="{middle}" y="{y + 22}" fill="{ink}" text-anchor="middle" '
        f'font-weight="bold" font-size="16">{state}</text><text x="{middle}" y="{y + 40}" '
        f'fill="{ink}" text-anchor="middle" font-size="12">{what}</text>'
    )


def _arrow(way: tuple[str, str], taken: bool) -> str:
    shape, _, _ = _shape(way)
    stroke = (
        'stroke="#1b2a4a" stroke-width="3"'
        if taken
        else 'stroke="#8a94a3" stroke-width="1.5" stroke-dasharray="5 4"'
    )
    return f'<path d="{shape}" fill="none" {stroke} marker-end="url(#a)"/>'


def _label(way: tuple[str, str], label: str, numbers: list[int]) -> str:
    _, (x, y), anchor = _shape(way)
    ink = 'fill="#1b2a4a" font-weight="bold"' if numbers else 'fill="#55606e"'
    number = "".join(f"({n})" for n in numbers)
    text = f'<tspan fill="#8a1c14">{number}</tspan> {label}' if numbers else label
    # A white edge keeps the words legible where a line runs below them.
    edge = 'stroke="#ffffff" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" {ink} {edge}>{text}</text>'


def _shape(way: tuple[str, str]) -> tuple[str, tuple[float, float], str]:
    """Return the path of an arrow, where its label stands, and which side of it is there."""
    (ax, ay, _), (bx, by, _) = PLACES[way[0]], PLACES[way[1]]
    width, height = BOX
    if ay == by and abs(ax - bx) > 400:  # past the box between, in a bow below it
        x1, x2, y = ax + width / 2, bx + width / 2, ay + height
        return f"M{x1} {y}Q{(x1 + x2) / 2} {y + 90} {x2} {y}", ((x1 + x2) / 2, y + 62), "middle"
    if ax == bx and abs(ay - by) > 200:  # in a bow to the right, wider on the way down
        x = ax + width
        if ay < by:
            return (
                f"M{x} {ay + 36}Q{x + 280} {ay + 156} {x} {by + 20}",
                (x + 128, ay + 215),
                "start",
            )
        return f"M{x} {ay + 14}Q{x + 70} {by + 156} {x} {by + 42}", (x + 38, by + 124), "start"
    if ay == by:
        forth = ax < bx
        y = ay + (20 if forth else 38)
        x1, x2 = (ax + width, bx) if forth else (ax, bx + width)
        shift = -26 if way == ("persistent", "detached") else 0  # between the bows
        return f"M{x1} {y}L{x2} {y}", ((x1 + x2) / 2 + shift, y + (-8 if forth else 16)), "middle"
    if ax == bx:
        down = ay < by
        x = ax + (50 if down else 100)
        y1, y2 = (ay + height, by) if down else (ay, by + height)
        label = (x + (-8 if down else 8), (y1 + y2) / 2 + 4)
        return f"M{x} {y1}L{x} {y2}", label, "end" if down else "start"
    if ax > bx:  # back, in a bow above the way there
        x1, x2, y2 = ax + width - 36, bx + width, by + 10
        return f"M{x1} {ay}Q{x1 - 20} {y2 + 10} {x2} {y2}", (x1 - 60, y2 + 26), "start"
    x1, y1 = ax + width, ay + height / 2
    x2, y2 = bx + width / 2, by if ay < by else by + height
    label = (x1 + x2) / 2 + 16, (y1 + y2) / 2 + (-4 if ay < by else 16)
    return f"M{x1} {y1}L{x2} {y2}", label, "start"
