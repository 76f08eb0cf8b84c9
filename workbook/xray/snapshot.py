"""What can be seen at one moment, and what a line did to it. Nothing here knows a library."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

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

    The sign is "+" of what is new, "−" of what is gone, "→" of what is another; with none, words
    stand in `new`.
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

    """

    lists: tuple[tuple[str, tuple[str, ...]], ...]
    transaction: str
    title: str = ""
    since: str = field(default="", compare=False)
    is_closed: bool = field(default=False, compare=False)
    is_connection: bool = field(default=False, compare=False)
    database: int = field(default=0, compare=False)


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


@dataclass(frozen=True)
class Row:
    """A row of a table: its values as text, what tells it from all others, a digest of it whole."""

    values: tuple[str, ...]
    key: tuple[str, ...] = ()
    digest: int = 0


@dataclass(frozen=True)
class TableState:
    """A table as a second connection sees it, and what only open transactions have so far.

    Of a large table not all rows are read. What `rows` has here and not before is new, and the
    other way round gone, but for what `first_read` and `uncovered` say.

    Attributes:
        columns: their names.
        rows: those that were read.
        total: how many there are; of more than COUNTED it is not known how many.
        pending: with a sign: + new, ~ changed, − deleted.
        note: why it could not be read.
        more_pending: how many more of these there are.
        remark: what of it is not compared.
        first_read: rows as they were before, which were not read then.
        uncovered: the keys of rows that are no longer read.
        others: the keys of rows that changed, but not by a statement of this request.
        reacts: such rows may also have changed by a trigger, or by what a foreign key orders.
        became: what became of the pending rows of a transaction that ended: STORED or UNDONE.

    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    total: int
    pending: tuple[tuple[str, Row], ...] = ()
    note: str = ""
    more_pending: int = 0
    remark: str = ""
    first_read: tuple[Row, ...] = field(default=(), compare=False)
    uncovered: frozenset[tuple[str, ...]] = field(default=frozenset(), compare=False)
    others: frozenset[tuple[str, ...]] = field(default=frozenset(), compare=False)
    reacts: bool = field(default=False, compare=False)
    became: str = field(default="", compare=False)


COUNTED = 1_000  # rows of a table: to count all of them would read all of them
STORED, UNDONE = "stored", "undone"
EARLIER, BEFORE = "earlier", "before"  # than the line, than the request
AUTOFLUSH = "autoflush"
SQLITE3 = "sqlite3"  # sent it, past SQLAlchemy
SHOWN_SQL = 10  # statements of one part of a line; of others only the number is shown
NO_TABLE = "does not exist"  # the note of a table that is not there
LOCAL = "\0"  # between the number of a call and the name of its variable
# What a statement's note can say, and the state of a transaction.
NOTHING_TO_UNDO = "nothing to undo, according to its SQL"
NOTHING_WRITTEN = "nothing was written, according to its SQL"
AT_ONCE = "outside a transaction, so it is there at once"
NO_ROW = "no row changes"
ENDS = "this ends the transaction in the database"
NOT_THERE = "no transaction in the database"
# What a table's note can say.
EACH_THREAD = "in memory: each thread has a database of its own, and only that thread can see it"
EACH_CONNECTION = "in memory: each connection has a database of its own"
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


@dataclass(frozen=True)
class Statement:
    """SQL as it was sent, or BEGIN, COMMIT, ROLLBACK.

    Attributes:
        text: the SQL; "REFUSED" if the database refuses the COMMIT or ROLLBACK before it.
        parameters: as text.
        note: what else is known of it.
        error: why the database, or its driver, refuses it.
        through: the session or connection that sent it; empty where the picture has only one.
        cause: why a session flushed, if that sent it: AUTOFLUSH, "commit", "savepoint" or "flush";
            SQLITE3 if no session did.
        database: the number of the database that it was sent to.

    """

    text: str
    parameters: str = ""
    note: str = ""
    error: str = ""
    through: str = ""
    cause: str = ""
    database: int = 0


@dataclass
class Phase:
    """A part of what a line did. Most lines have one, without a name; commit() has three.

    `more_sql` is the number of statements that were not kept.
    """

    name: str = ""
    changes: tuple[Change, ...] = ()
    sql: tuple[Statement, ...] = ()
    more_sql: int = 0
    sentence: str = ""


# What works while no line that is shown runs, as far as it was observed.
ENDPOINT, DEPENDENCY, MIDDLEWARE = "your endpoint", "dependency", "middleware"
CHECKS, BUILDS, STREAMS = "checks the request", "builds the response", "streams the response"
HANDLER, BACKGROUND, MOUNTED = "exception handler", "background task", "mounted app"
TASK = "a task of its own"
NOT_SHOWN = "outside the lines shown"  # nobody knows what


@dataclass
class Step:
    """A line that ran, or what was done while no line that is shown ran.

    Attributes:
        number: of the line; 0: it is none that is shown.
        source: its statement as it is written; of none, what worked, in brackets.
        depth: how many of the functions shown have called the one that it is of.
        phases: what it did.
        note: such as "3 more times".
        error: what it raised, or what passed through it.
        passes: the error was raised further in, and only passes through.
        pauses: the function hands over a value here, and goes on further below.
        sentence: what is to be said of it as a whole.
        by: what worked, if it is no line that is shown; NOT_SHOWN if that is not known.
        call: the number of the call of its function; 0: of none.
        unknown: the lanes that could not be observed, so what it did there is not known.

    """

    number: int
    source: str
    depth: int
    phases: list[Phase] = field(default_factory=list)
    note: str = ""
    error: str = ""
    pauses: bool = False
    sentence: str = ""
    by: str = ""
    call: int = 0
    passes: bool = False
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Header:
    """A function begins, or goes on after others have run.

    Attributes:
        title: its name, and its arguments if it begins.
        role: what it is to the app, or who calls it.
        depth: how many of the functions shown have called it.
        call: the number of this call.
        name: its name alone, with its class.
        file: where it is, as seen from the app's folder; empty where a reader knows it.
        caller: the number of the call that has called it; 0: none that is followed.

    """

    title: str
    role: str
    depth: int
    call: int = 0
    name: str = ""
    file: str = ""
    caller: int = 0


@dataclass(frozen=True)
class Remark:
    """What is to be said between the lines, such as that the endpoint never ran."""

    text: str
    is_error: bool = False


@dataclass(frozen=True)
class Answer:
    """The moment when the response was sent."""

    status: int
    body: str


Entry = Step | Header | Answer | Remark


def differences(before: Snapshot, after: Snapshot) -> tuple[Change, ...]:
    """Return what changed from one moment to the next, in the order of the later one."""
    names = [*after, *(name for name in before if name not in after)]
    return tuple(
        Change(lane, name, before.get((lane, name)), after.get((lane, name)))
        for lane, name in names
        if before.get((lane, name)) != after.get((lane, name))
    )
