"""Parts of a line that the app's own functions divide, as a column's default does a flush.

What a part did is then told in several pieces; a sentence is about all of them.
"""

from collections.abc import Iterable
from dataclasses import replace

from workbook.xray.entries import Entry, Phase, Step

AFTER_CALL = "after the call"


class Pieces:
    """The pieces of each part.

    Args:
        entries: of the picture.

    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._earlier: dict[int, list[Phase]] = {}  # by the last piece, which has the name
        self._inner: set[int] = set()
        loose: dict[int, list[Phase]] = {}  # by call: pieces of its line that have no name yet
        for step in entries:
            if not isinstance(step, Step) or not step.call:
                continue
            if AFTER_CALL not in step.note:
                loose[step.call] = []
            for phase in step.phases:
                if phase.name:
                    self._earlier[id(phase)] = loose.pop(step.call, [])
                    self._inner |= {id(each) for each in self._earlier[id(phase)]}
                else:
                    loose.setdefault(step.call, []).append(phase)

    def is_inner(self, phase: Phase) -> bool:
        """Tell whether it is only a piece: a sentence stands at the end of the part."""
        return id(phase) in self._inner

    def whole(self, phase: Phase) -> Phase:
        """Return a part with the SQL of all its pieces."""
        earlier = self._earlier.get(id(phase), [])
        sql = tuple(statement for each in (*earlier, phase) for statement in each.sql)
        return replace(phase, sql=sql) if earlier else phase
