"""The rows of a table of the database; what is new, changed or gone has a sign and a mark."""

from collections.abc import Iterator
from html import escape

from workbook.display.html import breakable
from workbook.xray.render.style import LINE, MARK, MONO
from workbook.xray.render.words import SHOWN, gone, row_changes
from workbook.xray.snapshot import State, TableState

KEPT = 3  # rows that did not change, shown beside those that did


def grid(rows: TableState, before: State | None) -> str:
    """Return the rows; with those before, what became of each is marked."""
    if rows.note:
        return f"<br>{escape(rows.note)}"
    was_seen = isinstance(before, TableState) and not before.note
    lines = list(_lines(rows, before if was_seen else rows))
    if not lines:
        return "<br>no rows"
    head = f" ({', '.join(map(escape, rows.columns))})"
    body = "".join(
        f'<div style="{MONO}">{sign} {mark.format(breakable(_tuple(row)))}</div>'
        for sign, row, mark in lines
    )
    others = f"and {rows.more_pending} more, " if rows.more_pending else ""
    pending = f"{others}only inside this transaction" if rows.pending else ""
    shown = {row for _, row, _ in lines}.intersection(rows.rows)
    whose = "for everyone" if pending else "in all"
    hidden = rows.total - len(shown)
    more = f"{rows.total} rows {whose}, {hidden} not shown" if hidden else ""
    return head + body + "".join(f"<div>{text}</div>" for text in (pending, more) if text)


def _lines(rows: TableState, before: TableState) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Yield for each row its sign, its values, and how they are marked."""
    changes = row_changes(before, rows)[-SHOWN:]
    changed = {rows.key_of(row): sign for sign, row in changes}
    kept = [row for row in rows.rows if rows.key_of(row) not in changed and row in before.rows]
    touched = {rows.key_of(row) for _, row in rows.pending}
    shown = {*kept[-KEPT:], *[row for row in kept if rows.key_of(row) in touched][-SHOWN:]}
    for row in rows.rows:
        if rows.key_of(row) in changed:
            yield changed[rows.key_of(row)], row, f'<b style="background:{MARK}">{{}}</b>'
        elif row in shown:
            yield "", row, "{}"
    for sign, row in changes:
        if sign == "−":
            yield sign, row, "<s>{}</s>"
    for sign, row in gone(before, rows):
        yield "", row, f"<s>{sign} {{}}</s> no longer inside the transaction"
    for sign, row in rows.pending:
        yield sign, row, f'<i style="border-bottom:1px dashed {LINE}">{{}}</i>'


def _tuple(row: tuple[str, ...]) -> str:
    return f"({', '.join(row)})"
