"""A table of a database as it can be seen at one moment."""

from dataclasses import dataclass, field


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
NO_TABLE = "does not exist"  # the note of a table that is not there
# What a table's note can say.
EACH_THREAD = "in memory: each thread has a database of its own, and only that thread can see it"
EACH_CONNECTION = "in memory: each connection has a database of its own"
