"""The rows of a table of the database; what is new, changed or gone has a sign and a mark."""

from collections.abc import Iterator
from html import escape

from workbook.code import breakable
from workbook.xray.style import LINE, MARK, MONO
from workbook.xray.words import SHOWN, row_changes
from workbook.xray.world import Rows, Seen


def grid(rows: Rows, before: Seen | None) -> str:
    """Return the rows; with those before, what became of each is marked."""
    if rows.note:
        return f"<br>{escape(rows.note)}"
    was_seen = isinstance(before, Rows) and not before.note
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
    more = f"{rows.total} rows in all" if rows.total > len(rows.rows) else ""
    return head + body + "".join(f"<div>{text}</div>" for text in (pending, more) if text)


def _lines(rows: Rows, before: Rows) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Yield for each row its sign, its values, and how they are marked."""
    changes = row_changes(before, rows)[-SHOWN:]
    changed = {rows.key_of(row): sign for sign, row in changes}
    kept = {row for row in rows.rows if rows.key_of(row) not in changed and row in before.rows}
    shown = set([row for row in rows.rows if row in kept][-SHOWN:])
    for row in rows.rows:
        if rows.key_of(row) in changed:
            yield changed[rows.key_of(row)], row, f'<b style="background:{MARK}">{{}}</b>'
        elif row in shown:
            yield "", row, "{}"
    for sign, row in changes:
        if sign == "−":
            yield sign, row, "<s>{}</s>"
    for sign, row in rows.pending:
        yield sign, row, f'<i style="border-bottom:1px dashed {LINE}">{{}}</i>'


def _tuple(row: tuple[str, ...]) -> str:
    return f"({', '.join(row)})"
