"""Sees SQLAlchemy's sessions, the objects they look after, and the rows in the tables.

It reads nothing through the session or its connection: an attribute that is touched would be
loaded. The rows are read by a connection of its own.
"""

from collections.abc import Callable, Sequence
from types import FrameType
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from workbook.xray.observe.database.tables import Tables
from workbook.xray.observe.database.transactions import Transactions
from workbook.xray.observe.frames import in_sight
from workbook.xray.observe.objects import SHOWN, Info, Objects, free
from workbook.xray.observe.orm import is_mapped, session_in
from workbook.xray.observe.values import said
from workbook.xray.snapshot import DATABASE, OBJECTS, SESSION, SessionState, Snapshot, State

MANY = 50  # of more objects it would take too long to compare the values


class Sessions:
    """The observer.

    Args:
        trouble: is told what could not be observed, and why.

    Attributes:
        transactions: what the sessions' connections have open.
        tables: the tables that the SQL mentions.

    """

    def __init__(self, trouble: Callable[[str], None]) -> None:
        self.transactions = Transactions()
        self.tables = Tables()
        self._trouble = trouble
        self._sessions: dict[str, Session] = {}
        self._objects = Objects()

    def look(self, frames: Sequence[FrameType]) -> Snapshot:
        """Return the objects, the sessions, and the tables."""
        for frame in frames:
            for name, value in in_sight(frame).items():
                try:
                    self._note(name, value)
                except Exception as error:  # whatever strange object this is
                    self._trouble(f"{name} could not be looked at: {said(error)}")
        for session in list(self._sessions.values()):
            kept = list(session.identity_map.values())[: SHOWN + 1]
            for each in (*list(session.new)[:SHOWN], *list(session.deleted)[:SHOWN], *kept):
                self._objects.label(inspect(each))
        snapshot: dict[tuple[str, str], State] = {}
        for label, object_state in self._objects.look():
            snapshot[OBJECTS, label] = object_state
        for name, session in self._sessions.items():
            snapshot[SESSION, name] = self._state(session)
        for name, table_state in self.tables.look().items():
            snapshot[DATABASE, name] = table_state
        return snapshot

    def _note(self, name: str, value: Any) -> None:
        session = session_in(value)
        if session is not None:
            if session not in self._sessions.values():
                self._sessions[free(name, self._sessions)] = session
        elif is_mapped(value):
            self._objects.label(inspect(value), name)

    def _state(self, session: Session) -> SessionState:
        lists = {
            "new": [inspect(each) for each in session.new],
            "changed": _changed(session),
            "deleted": [inspect(each) for each in session.deleted],
            # It has no order of its own: a flush adds several objects in any order.
            "identity map": self._objects.in_order(map(inspect, session.identity_map.values())),
        }
        labels = ((name, self._objects.labels(infos)) for name, infos in lists.items() if infos)
        return SessionState(tuple(labels), self.transactions.words(session))


def _changed(session: Session) -> list[Info]:
    """Return the objects whose values differ from their rows; if there are many, those touched."""
    touched = list(session.dirty)
    if len(touched) <= MANY:
        touched = [each for each in touched if session.is_modified(each)]
    return sorted((inspect(each) for each in touched), key=lambda info: str(info.identity_key))
