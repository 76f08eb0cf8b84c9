"""What happened, in order: lines that ran, and what each did. Nothing here knows a library."""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from workbook.xray.snapshot import Change

DEL = re.compile(r"del \w+(?:, \w+)*")  # takes names away, and changes nothing of what they had
AUTOFLUSH = "autoflush"
SQLITE3 = "sqlite3"  # sent it, past SQLAlchemy
SHOWN_SQL = 10  # statements of one part of a line; of others only the number is shown
# What a statement's note can say, and the state of a transaction.
NOTHING_TO_UNDO = "nothing to undo, according to its SQL"
NOTHING_WRITTEN = "nothing was written, according to its SQL"
AT_ONCE = "outside a transaction, so it is there at once"
NO_ROW = "no row changes"
ENDS = "this ends the transaction in the database"


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


class Work(StrEnum):
    """What a function does for a request; or what works while no line that is shown runs."""

    ENDPOINT = "your endpoint"
    DEPENDENCY = "dependency"
    MIDDLEWARE = "middleware"
    CHECKS = "checks the request"
    BUILDS = "builds the response"
    STREAMS = "streams the response"
    HANDLER = "exception handler"
    BACKGROUND = "background task"
    MOUNTED = "mounted app"
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
        by: what worked, if it is no line that is shown; Work.NOT_SHOWN if that is not known.
        call: the number of the call of its function; 0: of none.
        unknown: the lanes that could not be observed, so what it did there is not known.
        is_unseen: it may have changed what is not looked at, such as an object of a library.
        calls: the function that it has called, if that is shown below.

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
    is_unseen: bool = False
    calls: str = ""

    @property
    def no_change(self) -> str:
        """What is said of a line that did nothing of what is shown."""
        if self.calls:
            return f"the lines of {self.calls} are below"
        if DEL.fullmatch(self.source):
            return "the name is gone, and what nothing else refers to"
        return "no change seen" if self.is_unseen else "no change"


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
