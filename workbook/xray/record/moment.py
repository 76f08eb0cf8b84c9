"""Something that happened while an app ran, as the log keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from workbook.xray.entries import Answer, Header, Statement
from workbook.xray.record.code.statements import PythonStatement
from workbook.xray.snapshot import Change


@dataclass(frozen=True)
class Moment:
    """Something that happened, and what had changed since the moment before.

    Attributes:
        what: "call", "line", "rounds", "return", "raise", "closed", "cut", "wait", "answer",
            "remark" or "end".
        number: of the call whose line ran until now; 0: of none that is followed.
        depth: of that call.
        by: what worked until now, if no call did and it is known.
        unknown: the lanes that could not be looked at, so that what changed there is not known.
        meanwhile: the functions that ran at the same time in other threads.
        goes_on: how often a generator went on without being noted.
        counted: how often functions were called that were not followed, by name.
        is_unseen: the line may change what is not looked at.
        header: of the call that begins or goes on; it has a number of its own.

    """

    what: str
    changes: tuple[Change, ...]
    sql: tuple[Statement, ...] = ()
    more_sql: int = 0
    number: int = 0
    depth: int = 0
    by: str = ""
    unknown: tuple[str, ...] = ()
    meanwhile: tuple[str, ...] = ()
    goes_on: int = 0
    counted: Mapping[str, int] = field(default_factory=dict)
    header: Header | None = None
    source: PythonStatement | None = None
    text: str = ""
    count: int = 0
    passes: bool = False
    is_unseen: bool = False
    answer: Answer | None = None
