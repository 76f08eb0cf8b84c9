"""The rows of a table of the database that are shown, and what became of each."""

from collections.abc import Iterator, Sequence

from workbook.xray.snapshot import State, TableState

SHOWN = 8  # rows that changed
KEPT = 3  # rows that did not, beside those that did

Row = tuple[str, ...]


def row_changes(before: TableState, after: TableState) -> list[tuple[str, Row]]:
    """Return what became of the rows: + new, ~ changed, − gone."""
    old, new = ({after.key_of(row): row for row in state.rows} for state in (before, after))
    changes = [("~" if key in old else "+", r) for key, r in new.items() if old.get(key) != r]
    return changes + [("−", row) for key, row in old.items() if key not in new]


def gone(before: TableState, after: TableState) -> list[tuple[str, Row]]:
    """Return the rows that are no longer inside the transaction, while others are."""
    if not after.pending or row_changes(before, after):
        return []  # the transaction is over, or they may be there for everyone now
    return [each for each in before.pending if each not in after.pending]


def marked_rows(before: State | None, after: TableState) -> list[tuple[str, Row, str]]:
    """Return for each row that is shown its sign, its values, and how they are marked.

    The mark is "changed", "gone", "pending" or nothing; a sign is the mark of a row that a
    transaction had with this sign, and has no more.
    """
    if isinstance(before, TableState) and not before.note:
        return list(_marked(before, after))
    return list(_marked(after, after))


def _marked(before: TableState, after: TableState) -> Iterator[tuple[str, Row, str]]:
    changes = row_changes(before, after)[-SHOWN:]
    changed = {after.key_of(row): sign for sign, row in changes}
    kept = [row for row in after.rows if after.key_of(row) not in changed and row in before.rows]
    touched = {after.key_of(row) for _, row in after.pending}
    shown = {*kept[-KEPT:], *[row for row in kept if after.key_of(row) in touched][-SHOWN:]}
    for row in after.rows:
        if after.key_of(row) in changed:
            yield changed[after.key_of(row)], row, "changed"
        elif row in shown:
            yield "", row, ""
    for sign, row in changes:
        if sign == "−":
            yield sign, row, "gone"
    for sign, row in gone(before, after):
        yield "", row, sign
    for sign, row in after.pending:
        yield sign, row, "pending"


def notes_below(table: TableState, rows: Sequence[tuple[str, Row, str]]) -> Iterator[str]:
    """Yield what is said below these rows: where some of them are, and how many are not shown."""
    if table.pending:
        others = f"and {table.more_pending} more, " if table.more_pending else ""
        yield f"{others}only inside this transaction"
    hidden = table.total - len({row for _, row, _ in rows}.intersection(table.rows))
    if hidden:
        whose = "for everyone" if table.pending else "in all"
        yield f"{table.total} rows {whose}, {hidden} not shown"
