"""The picture of what each line did: a notebook shows it as a table, a terminal as text."""

from typing import Any

from workbook.xray.entries import Step
from workbook.xray.explain.names import name_sessions
from workbook.xray.explain.sentences import explain as explain_entries
from workbook.xray.record.log import Log
from workbook.xray.record.recording import Recording
from workbook.xray.render import html, text
from workbook.xray.render.life import Life, life_of
from workbook.xray.render.way.table import Way, way_of
from workbook.xray.snapshot import Change, ObjectState
from workbook.xray.story import tell


class Trace:
    """What happened; a notebook shows it as a table, a terminal as text.

    Attributes:
        response: what the client got; None if it got an error instead.
        error: what the app, or the client, raised.
        entries: headers, steps, remarks and the answer, in order; nothing is folded here.
        before: what was there before.
        troubles: what could not be observed, and why.

    """

    def __init__(self, request: str, recording: Recording, *, explain: bool = True) -> None:
        recorder = recording.recorder
        self.request = request
        self.response: Any = None
        self.error: BaseException | None = recording.error
        log = recorder.log if recorder else Log()
        self.troubles = list(log.troubles)
        if recorder is None:
            self.troubles.append("the request did not reach an app of this process")
        before, self.entries = tell(log.moments, log.before)
        self.before = name_sessions(before, self.entries)
        if explain:
            explain_entries(self.entries, self.before)

    def sql(self) -> list[str]:
        """Return the SQL that was sent, BEGIN and COMMIT included; after 1,000 not all of it."""
        return [s.text for step in self._steps() for phase in step.phases for s in phase.sql]

    def states(self, name: str) -> list[str]:
        """Return the states that an object passed through, such as "transient", "pending".

        Raises:
            KeyError: no object has this name.

        """
        states: list[str] = []
        for _, _, change in self.changes(name):
            if isinstance(change.after, ObjectState) and change.after.state not in states[-1:]:
                states.append(change.after.state)
        return states

    def changes(self, name: str) -> list[tuple[Step, str, Change]]:
        """Return each change of an object, with its line and the part of it.

        Raises:
            KeyError: no object has this name.

        """
        changes = [
            (step, phase.name, change)
            for step in self._steps()
            for phase in step.phases
            for change in phase.changes
            if change.name == name and isinstance(change.after, ObjectState)
        ]
        if not changes:
            known = {
                c.name
                for s in self._steps()
                for p in s.phases
                for c in p.changes
                if isinstance(c.after, ObjectState)
            }
            raise KeyError(
                f"no object {name!r} was seen, only {', '.join(sorted(known)) or 'none'}"
            )
        return changes

    def life(self, name: str) -> Life:
        """Return the diagram of the states, with the way that this object took.

        Raises:
            KeyError: no object has this name.

        """
        return life_of(name, self.changes(name))

    def way(self) -> Way:
        """Return the way of the request: its function, the session, the pool, the database."""
        return way_of(self.request, self.before, self.entries)

    def folded(self) -> "FoldedPicture":
        """Return the picture with the effect of each line hidden until it is opened."""
        return FoldedPicture(self)

    def _steps(self) -> list[Step]:
        return [entry for entry in self.entries if isinstance(entry, Step)]

    def __repr__(self) -> str:
        return "\n".join(text.lines(self.request, self.before, self.entries, self.troubles))

    def _repr_html_(self) -> str:
        return html.table(self.request, self.before, self.entries, self.troubles)


class FoldedPicture:
    """A picture whose effects a reader opens line by line."""

    def __init__(self, trace: Trace) -> None:
        self._trace = trace

    def __repr__(self) -> str:
        entries = self._trace.entries
        return "\n".join(text.folded_lines(self._trace.request, entries))

    def _repr_html_(self) -> str:
        trace = self._trace
        return html.folded(trace.request, trace.before, trace.entries, trace.troubles)
