"""What can be seen at one moment, and what differs. Nothing here knows a library."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from workbook.xray.table_state import TableState

# The lanes of the picture.
OBJECTS, SESSION, MEMORY, FILE, DATABASE = "objects", "session", "memory", "file", "database"


@dataclass(frozen=True)
class ObjectState:
    """An object that an ORM keeps track of.

    Attributes:
        kind: its class.
        state: such as "pending".
        values: by attribute; None is a value that it has forgotten, or never had.
        session: the session that looks after it; empty where the picture has only one.
        unnoticed: the attributes whose value changed within, without that session noticing.
        digests: of the values that the texts do not show whole.

    """

    kind: str
    state: str
    values: tuple[tuple[str, str | None], ...]
    session: str = ""
    unnoticed: tuple[str, ...] = ()
    digests: tuple[tuple[str, int], ...] = ()


class Part(NamedTuple):
    """A part of a value that differs from what it was: `place` is such as `notes[0].done`.

    The sign is "+" of what is new, "−" of what is gone, "→" of another; none: `new` has words.
    """

    place: str
    sign: str
    old: str = ""
    new: str = ""


@dataclass(frozen=True)
class VariableState:
    """A variable's value, as text; the digest differs if what the text leaves out does.

    Attributes:
        text: the value, or its beginning.
        digest: of all of it.
        note: what was seen of its use, such as a look-up that missed a key that looks the same.
        is_quiet: only of interest if it changes, as a constant or the settings.
        since: the digest of the state before, with which `parts` compares; none: the texts say it.
        parts: what differs from that state.
        is_other: the name stands for another value now; the one before has not changed.
        is_brief: it is gone when the request is over.

    """

    text: str
    digest: int = 0
    note: str = ""
    is_quiet: bool = field(default=False, compare=False)
    since: int = field(default=0, compare=False)
    parts: tuple[Part, ...] = field(default=(), compare=False)
    is_other: bool = field(default=False, compare=False)
    is_brief: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class SessionState:
    """A session, or a connection that is used without one.

    Attributes:
        lists: by the labels of the objects.
        transaction: the state of its transaction.
        title: its name, where the picture has more than one.
        since: empty if the line opened it with which it is first seen; else EARLIER or BEFORE.
        is_closed: it was closed, and has not begun anew.
        is_connection: it is a connection without a session, so it has no lists.
        database: the number of the database that its transaction is in; 0: of none.
        in_use: how many connections of its pool are in use; −1: that is not known.

    """

    lists: tuple[tuple[str, tuple[str, ...]], ...]
    transaction: str
    title: str = ""
    since: str = field(default="", compare=False)
    is_closed: bool = field(default=False, compare=False)
    is_connection: bool = field(default=False, compare=False)
    database: int = field(default=0, compare=False)
    in_use: int = field(default=-1, compare=False)


@dataclass(frozen=True)
class FileState:
    """A file on the disk.

    Attributes:
        text: what is in it, or its beginning; None if there is no such file.
        size: in bytes.
        digest: of all of it.
        note: what else is to be said, such as that it is not valid JSON.
        since: the digest of the state before, with which `parts` compares; none: the texts say it.
        parts: what differs from that state.

    """

    text: str | None
    size: int = 0
    digest: int = 0
    note: str = ""
    since: int = field(default=0, compare=False)
    parts: tuple[Part, ...] = field(default=(), compare=False)


EARLIER, BEFORE = "earlier", "before"  # than the line, than the request
LOCAL = "\0"  # between the number of a call and the name of its variable
NOT_THERE = "no transaction in the database"
State = ObjectState | VariableState | SessionState | FileState | TableState
Snapshot = Mapping[tuple[str, str], State]  # by lane and name


@dataclass(frozen=True)
class Change:
    """A state before and after; None: it was not there."""

    lane: str
    name: str
    before: State | None
    after: State | None

    @property
    def label(self) -> str:
        """The name as a reader knows it."""
        return self.name.rpartition(LOCAL)[2]


def differences(before: Snapshot, after: Snapshot) -> tuple[Change, ...]:
    """Return what changed from one moment to the next, in the order of the later one."""
    names = [*after, *(name for name in before if name not in after)]
    return tuple(
        Change(lane, name, before.get((lane, name)), after.get((lane, name)))
        for lane, name in names
        if before.get((lane, name)) != after.get((lane, name))
    )
