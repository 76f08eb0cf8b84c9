"""The rows of a table of the database that are shown, and what became of each."""

from collections.abc import Iterator, Sequence

from workbook.xray.snapshot import State
from workbook.xray.table_state import COUNTED, NO_TABLE, STORED, Row, TableState

SHOWN = 8  # rows that changed
KEPT = 3  # rows that did not, beside those that did

Values = tuple[str, ...]


def row_changes(before: TableState, after: TableState) -> list[tuple[str, Row]]:
    """Return what became of the rows for everyone: + new, ~ changed, − gone."""
    old, new = _rows_before(before, after), {row.key: row for row in after.rows}
    changes = [("~" if key in old else "+", r) for key, r in new.items() if old.get(key) != r]
    lost = (row for key, row in old.items() if key not in new and key not in after.uncovered)
    return changes + [("−", row) for row in lost]


def _rows_before(before: TableState, after: TableState) -> dict[Values, Row]:
    return {row.key: row for row in (*after.first_read, *before.rows)}


def gone(before: TableState, after: TableState) -> list[tuple[str, Row]]:
    """Return the rows that are no longer inside the transaction, while others are."""
    ours = [row for _, row in row_changes(before, after) if row.key not in after.others]
    if not after.pending or ours:
        return []  # the transaction is over, or they may be there for everyone now
    return [each for each in before.pending if each not in after.pending]


def what_became(before: TableState, after: TableState) -> str:
    """Return what is said of rows that were only inside a transaction, if no row shows it."""
    if not before.pending or after.pending:
        return ""
    if any(row.key not in after.others for _, row in row_changes(before, after)):
        return ""
    if after.became == STORED:
        return "what was only inside the transaction is there for everyone now"
    return "what was only inside the transaction is gone"


def by_whom(table: TableState, key: Values) -> str:
    """Return who changed a row that no statement of this request has changed; else nothing."""
    if key not in table.others:
        return ""
    if table.reacts:
        return "changed by a trigger, by a foreign key, or meanwhile by another connection"
    return "changed meanwhile by another connection"


def count_of(table: TableState) -> str:
    """Return how many rows there are, in words."""
    if table.total > COUNTED:
        return f"more than {COUNTED:,} rows"
    return {0: "no rows", 1: "1 row"}.get(table.total, f"{table.total} rows")


def marked_rows(before: State | None, after: TableState) -> list[tuple[str, Values, str]]:
    """Return for each row that is shown its sign, its values, and how they are marked.

    The mark is "changed", "gone", "pending" or nothing; a sign is the mark of a row that a
    transaction had with this sign, and has no more; and words say who else changed a row.
    """
    if isinstance(before, TableState) and before.note in ("", NO_TABLE):
        return list(_marked(before, after))
    return list(_marked(after, after))


def _marked(before: TableState, after: TableState) -> Iterator[tuple[str, Values, str]]:
    changes = row_changes(before, after)[-SHOWN:]
    changed = {row.key: sign for sign, row in changes}
    old = _rows_before(before, after)
    kept = [row for row in after.rows if row.key not in changed and old.get(row.key) == row]
    touched = {row.key for _, row in after.pending}
    shown = {*kept[-KEPT:], *[row for row in kept if row.key in touched][-SHOWN:]}
    for row in after.rows:
        if row.key in changed:
            yield changed[row.key], row.values, by_whom(after, row.key) or "changed"
        elif row in shown:
            yield "", row.values, ""
    for sign, row in changes:
        if sign == "−":
            yield sign, row.values, by_whom(after, row.key) or "gone"
    for sign, row in gone(before, after):
        yield "", row.values, sign
    for sign, row in after.pending:
        yield sign, row.values, "pending"


def notes_below(
    before: State | None, table: TableState, rows: Sequence[tuple[str, Values, str]]
) -> Iterator[str]:
    """Yield what is said below these rows: where some of them are, and how many are not shown."""
    if table.pending:
        others = f"and {table.more_pending} more, " if table.more_pending else ""
        yield f"{others}only inside this transaction"
    there = {row.values for row in table.rows}
    hidden = table.total - len({values for _, values, _ in rows}.intersection(there))
    if table.total > COUNTED:
        yield f"{count_of(table)}, most of them not shown"
    elif hidden:
        whose = "for everyone" if table.pending else "in all"
        yield f"{table.total} rows {whose}, {hidden} not shown"
    if table.remark:
        yield table.remark
    if isinstance(before, TableState) and (text := what_became(before, table)):
        yield text
