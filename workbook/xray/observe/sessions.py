"""Sees SQLAlchemy's sessions, the objects they look after, and the rows in the tables.

It reads nothing through the session or its connection: an attribute that is touched would be
loaded. The rows are read by a connection of its own.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from types import FrameType
from typing import Any
from weakref import ref

from sqlalchemy import Connection, inspect
from sqlalchemy.orm import Session

from workbook.internals.in_sqlalchemy import newest_session, sessions_after
from workbook.xray.observe.database.connections import connections_of, in_use, session_of
from workbook.xray.observe.database.tables import Tables
from workbook.xray.observe.database.transactions import Transactions
from workbook.xray.observe.frames import in_sight, own_variables
from workbook.xray.observe.mapped.changes import is_changed
from workbook.xray.observe.mapped.flushes import MANY
from workbook.xray.observe.mapped.names import OWNERS, Names, name_in_sight
from workbook.xray.observe.mapped.rows import order_of
from workbook.xray.observe.objects import SHOWN, Info, Objects
from workbook.xray.observe.orm import is_mapped, session_in
from workbook.xray.observe.values import said
from workbook.xray.snapshot import (
    BEFORE,
    DATABASE,
    EARLIER,
    LOCAL,
    OBJECTS,
    SESSION,
    SessionState,
    Snapshot,
    State,
    VariableState,
)

IDLE = "no transaction"


class Sessions:
    """The observer.

    Args:
        trouble: is told what could not be observed, and why.

    Attributes:
        transactions: what the sessions' connections have open.
        tables: the tables that the SQL mentions.
        in_place: knows the values of objects that change within.
        earlier: what is seen for the first time, and known how it was before.

    """

    def __init__(self, trouble: Callable[[str], None]) -> None:
        self.transactions = Transactions()
        self.tables = Tables()
        self.earlier = self.tables.earlier
        self._trouble = trouble
        self._names = Names()  # of sessions, and of connections that are used without one
        self._objects = Objects(self.learn, trouble)
        self.in_place = self._objects.in_place
        self._first = self._newest = self._newest_before = newest_session()
        self._since: dict[str, str] = {}
        self._databases: list[str] = []
        self._maps: dict[str, ref[Any]] = {}  # identity maps: a session that closes gets another

    def learn(self, session: Session, name: str = "") -> str:
        """Return the name of a session; one that is new gets this one, or its variable's."""
        known = self._names.of(session)
        if known:
            return known
        given = self._names.give(session, name or name_in_sight(session, "session"))
        self._maps[given] = ref(session.identity_map)
        self._since[given] = self._made(session)
        return given

    def _made(self, session: Session) -> str:
        """Return since when it is there; what a function has just returned counts as new."""
        number = session.hash_key
        if number <= self._first:
            return BEFORE
        is_idle = not (session.in_transaction() or session.identity_map)
        return "" if number > (self._newest_before if is_idle else self._newest) else EARLIER

    def sender(self, connection: Connection) -> str:
        """Return the name of what sends SQL on a connection: a session, or the connection."""
        session = session_of(connection)
        if session is not None:
            return self.learn(session)
        known = self._names.of(connection)
        return known or self._names.give(connection, name_in_sight(connection, "connection"))

    def database(self, connection: Connection) -> int:
        """Return the number of the database that a connection leads to."""
        where = str(connection.engine.url)
        if where not in self._databases:
            self._databases.append(where)
        return self._databases.index(where) + 1

    def look(self, frames: Sequence[FrameType]) -> Snapshot:
        """Return the objects, the sessions, and the tables."""
        for frame in frames:
            for name, value in in_sight(frame).items():
                try:
                    if name not in OWNERS:  # it will have a better name where it is used
                        self._note(name, value)
                except Exception as error:  # whatever strange object this is
                    self._trouble(f"{name} could not be looked at: {said(error)}")
        self._find_new()
        for _, session in self._names:
            if isinstance(session, Session):
                kept = list(session.identity_map.values())[: SHOWN + 1]
                for each in (*list(session.new)[:SHOWN], *list(session.deleted)[:SHOWN], *kept):
                    self._objects.label(inspect(each))
        others = self._other_names(frames)  # it may give new objects their labels
        snapshot: dict[tuple[str, str], State] = {}
        for label, object_state in self._objects.look():
            snapshot[OBJECTS, label] = object_state
        snapshot |= others
        for name, thing in self._names:
            snapshot[SESSION, name] = self._state(name, thing)
        for name, table_state in self.tables.look().items():
            snapshot[DATABASE, name] = table_state
        self._newest_before, self._newest = self._newest, newest_session()
        return snapshot

    def _find_new(self) -> None:
        """Learn the new sessions that what runs can reach: by `self.db`, or `request.state.db`."""
        for session in sessions_after(self._newest_before):
            with suppress(Exception):  # it is seen when it is used
                if not self._names.of(session) and (name := name_in_sight(session, "")):
                    self.learn(session, name)

    def _note(self, name: str, value: Any) -> None:
        session = session_in(value)
        if session is not None:
            if not self._is_left_over(session):
                self.learn(session, name.lstrip("_"))
        elif is_mapped(value):
            self._objects.label(inspect(value), name)

    def _other_names(self, frames: Sequence[FrameType]) -> Snapshot:
        """Return the variables, of the function that runs, by which objects are not called here."""
        snapshot: dict[tuple[str, str], State] = {}
        for name, value in own_variables(frames[-1]).items() if frames else ():
            with suppress(Exception):  # whatever strange object this is: `_note` has said so
                is_hidden = name.startswith("_") or name in OWNERS
                text = "" if is_hidden else self._called(name, value)
                if text:
                    snapshot[OBJECTS, f"{len(frames) - 1}{LOCAL}{name}"] = VariableState(text)
        return snapshot

    def _called(self, name: str, value: Any) -> str:
        """Return what a variable has, if that is an object of another name, or a list of some."""
        if is_mapped(value):
            label = self._objects.label(inspect(value), name)
            return label if label.partition("·")[0] != name else ""
        if type(value) not in (list, tuple) or not value or not all(map(is_mapped, value)):
            return ""
        text = ", ".join(self._objects.labels([inspect(each) for each in value]))
        return f"[{text}]" if type(value) is list else f"({text})"

    def _is_left_over(self, session: Session) -> bool:
        """Tell whether it is from before, and has nothing to do: its name may be for another."""
        is_older = session.hash_key <= self._first and not self._names.of(session)
        return is_older and not (session.in_transaction() or session.identity_map)

    def _state(self, name: str, thing: Session | Connection | None) -> SessionState:
        since = self._since.get(name, "")
        if isinstance(thing, Session):
            used = connections_of(thing)
            return SessionState(
                self._lists(thing),
                self.transactions.words(thing),
                since=since,
                is_closed=self._is_closed(name, thing),
                database=self.database(used[0]) if used else 0,
                in_use=in_use(thing),
            )
        # What is no longer there has nothing open: its connection was given back.
        words = IDLE if thing is None else self.transactions.words_of_connection(thing)
        return SessionState(
            (),
            words,
            since=since,
            is_closed=thing is None,
            is_connection=name not in self._since,
            database=0 if thing is None or words == IDLE else self.database(thing),
        )

    def _lists(self, session: Session) -> tuple[tuple[str, tuple[str, ...]], ...]:
        lists = {
            "new": [inspect(each) for each in session.new],
            "changed": _changed(session),
            "deleted": [inspect(each) for each in session.deleted],
            # It has no order of its own: a flush adds several objects in any order.
            "identity map": self._objects.in_order(map(inspect, session.identity_map.values())),
        }
        return tuple((name, self._objects.labels(infos)) for name, infos in lists.items() if infos)

    def _is_closed(self, name: str, session: Session) -> bool:
        if session.in_transaction():
            self._maps[name] = ref(session.identity_map)
        return self._maps[name]() is not session.identity_map


def _changed(session: Session) -> list[Info]:
    """Return the objects whose values differ from their rows; if there are many, those touched."""
    touched = [inspect(each) for each in session.dirty]
    if len(touched) <= MANY:
        touched = [info for info in touched if is_changed(info)]
    return sorted(touched, key=order_of)
