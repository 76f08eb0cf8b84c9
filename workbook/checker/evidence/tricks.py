"""What the check does so that a mistake shows: where it matters, a reader has to know of it.

Otherwise a sentence would contradict what he sees when his app runs alone.
"""

from workbook.checker.evidence.probe import Probe

BACKWARDS = (
    "Alone, your app may well give them in the right order: the check makes SQLite return rows "
    "backwards where no order is asked for (`PRAGMA reverse_unordered_selects`), as nothing else "
    "is promised."
)
IN_THAT_ORDER = (
    "Alone, your app may get the rows in another order: the check makes SQLite return them "
    "backwards where no order is asked for (`PRAGMA reverse_unordered_selects`)."
)
BACKWARDS_GROUPS = (
    "Alone, your app may well give them in the right order: in the check the table has an index on "
    "`category`, from Z to A, which SQLite uses for the groups. Any database may have one."
)
GIVES_UP = (
    "Alone, such a request waits for a minute, and then fails; in the check SQLite gives up after "
    "a second."
)
REFUSES = (
    "(In the check a trigger of its own refuses every change; elsewhere a full disk can, or a "
    "constraint.)"
)


def backwards(probe: Probe) -> str:
    """Say that the rows came in the check's order; empty if one was asked for, or one row."""
    selects = [each for each in probe.selects if "WHERE" not in each]
    return f" {IN_THAT_ORDER}" if any("ORDER BY" not in each for each in selects) else ""
