"""The way that one object took through the states that an object can be in."""

import base64
from collections.abc import Sequence
from typing import NamedTuple

from workbook.xray.entries import Step
from workbook.xray.render.diagram import WIDTH, states_as_svg
from workbook.xray.render.html import rendered
from workbook.xray.snapshot import Change, ObjectState


class Stage(NamedTuple):
    """One step of the way: the state, and the line that led to it."""

    state: str
    line: str


class Life:
    """The way of one object; a notebook shows it in a diagram of all states."""

    def __init__(self, name: str, stages: Sequence[Stage]) -> None:
        self.name = name
        self.stages = tuple(stages)

    def __repr__(self) -> str:
        lines = [f"the life of {self.name}"]
        for number, stage in enumerate(self.stages, start=1):
            lines.append(f"({number}) {stage.line} → {stage.state}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        image = base64.b64encode(self.svg().encode()).decode()
        return rendered("life.html.jinja", life=self, image=image, WIDTH=WIDTH)

    def svg(self) -> str:
        """Return the diagram; it brings its own light background."""
        return states_as_svg([stage.state for stage in self.stages])


def life_of(name: str, changes: Sequence[tuple[Step, str, Change]]) -> Life:
    """Return the life of an object from its changes, each with its line and the part of it."""
    stages: list[Stage] = []
    for step, part, change in changes:
        if isinstance(change.after, ObjectState) and change.after.state not in [
            s.state for s in stages[-1:]
        ]:
            named = not part or f".{part}(" in step.source
            source = " ".join(step.source.split())
            line = source if named else f"{source}: {part}"
            stages.append(Stage(change.after.state, line))
    return Life(name, stages)
