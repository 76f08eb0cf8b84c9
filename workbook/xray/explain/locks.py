"""Say who holds a lock that a statement waited for in vain, as far as it was seen."""

import re

from workbook.xray.entries import Statement, Step
from workbook.xray.explain.so_far import SoFar
from workbook.xray.table_state import EACH_CONNECTION, EACH_THREAD, TableState

LOCKED = re.compile(
    r"database (?:table )?is locked|lock timeout|could not obtain lock|deadlock detected"
    r"|lock wait timeout",
    re.IGNORECASE,
)
MISSING = re.compile(r"no such table", re.IGNORECASE)
LENGTH = 60  # characters of a line


def of_refusal(statements: tuple[Statement, ...], seen: SoFar) -> str:
    """Return what is known of the reason why a statement was refused; else nothing."""
    for statement in statements:
        if LOCKED.search(statement.error):
            return _locked(statement, seen)
        if MISSING.search(statement.error):
            notes = {s.note for s in seen.states.values() if isinstance(s, TableState)}
            for note in sorted(notes & {EACH_THREAD, EACH_CONNECTION}):
                return (
                    f"The database is {note}. The one that was asked is empty: `create_all` made "
                    "the tables in another. Use a file; or, in tests, `poolclass=StaticPool` with "
                    '`connect_args={"check_same_thread": False}`.'
                )
    return ""


def _locked(statement: Statement, seen: SoFar) -> str:
    waiting, sessions = statement.through, dict(seen.sessions())
    holders = {
        name: step
        for name, step in seen.holds.items()
        if waiting and name != waiting and sessions[name].database == statement.database
    }
    if not holders:
        return (
            "Another transaction holds the lock. It was not seen: it may belong to another "
            "request, or to another program."
        )
    held = " and ".join(f"`{name}` since {_line(step)}" for name, step in holders.items())
    return (
        f"The lock is held by {held}: it has changes that are not committed. `{waiting}` waited "
        "for it in vain, and in the same request nobody can release it meanwhile. Commit or close "
        "the first before the second writes, or use one session for both."
    )


def _line(step: Step) -> str:
    text = " ".join(step.source.split())
    text = text if len(text) <= LENGTH else f"{text[:LENGTH]}…"
    return f"line {step.number}, `{text}`" if step.number else text
