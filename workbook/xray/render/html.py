"""The picture in HTML: what a notebook shows, trusted or not, and a page without any style.

All style is inline, and text keeps the page's own colour: so it is legible in light and in dark.
Every colour comes with a word or a sign.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment

from workbook.display.templates import environment
from workbook.xray.entries import Entry, Header, Phase, Remark, Step
from workbook.xray.render import style
from workbook.xray.render.changes_as_text import first_sql, session_title
from workbook.xray.render.folding import Folded, Line, Shown
from workbook.xray.render.lanes import NARROWEST, SQL, used_lanes, widths
from workbook.xray.render.objects_as_text import UNNOTICED, differs_further_on
from workbook.xray.render.parts_as_text import is_changed, note_of, parts_of
from workbook.xray.render.shortening import view_of
from workbook.xray.render.table_rows import marked_rows, notes_below
from workbook.xray.snapshot import (
    FileState,
    ObjectState,
    SessionState,
    Snapshot,
    State,
    VariableState,
)
from workbook.xray.table_state import TableState

KINDS = {
    "object": ObjectState,
    "session": SessionState,
    "variable": VariableState,
    "file": FileState,
    "table": TableState,
    "header": Header,
    "step": Step,
    "line": Line,
    "remark": Remark,
    "fold": Folded,
}


def table(request: str, before: Snapshot, entries: Sequence[Entry], troubles: Sequence[str]) -> str:
    """Return the picture as a table."""
    return _picture(
        "table.html.jinja", request, before, entries, troubles, view_of(entries).entries
    )


def folded(
    request: str, before: Snapshot, entries: Sequence[Entry], troubles: Sequence[str]
) -> str:
    """Return the picture with the effects of each line in a <details> that can be opened."""
    return _picture("folded.html.jinja", request, before, entries, troubles, entries)


def _picture(
    template: str,
    request: str,
    before: Snapshot,
    entries: Sequence[Entry],
    troubles: Sequence[str],
    shown: Sequence[Shown | Step],
) -> str:
    return rendered(
        template,
        request=request,
        before=before,
        entries=shown,
        troubles=troubles,
        lanes=used_lanes(before, entries),
    )


def rendered(template: str, **values: Any) -> str:
    """Return what a template makes of the values.

    Args:
        template: the name of the file, here.
        values: what its variables are.

    """
    return _templates().get_template(template).render(values)


@cache
def _templates() -> Environment:
    templates = environment(Path(__file__).parent, one_line=True)
    templates.globals |= {n: value for n, value in vars(style).items() if n.isupper()}
    templates.globals |= {"NO_PHASE": Phase(), "SQL": SQL, "NARROWEST": NARROWEST}
    templates.globals["UNNOTICED"] = UNNOTICED
    functions = (_session_lists, first_sql, marked_rows, notes_below, session_title, widths)
    for function in (*functions, differs_further_on, parts_of, is_changed, note_of):
        templates.globals[function.__name__.strip("_")] = function
    for name, kind in KINDS.items():
        templates.tests[name] = lambda value, kind=kind: isinstance(value, kind)
    return templates


def _session_lists(
    before: State | None, after: SessionState
) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield each list of a session: its name, and its objects, marked as new, gone, or neither."""
    old = dict(before.lists) if isinstance(before, SessionState) else {}
    new = dict(after.lists)
    for name in dict.fromkeys([*new, *old]):
        was, now = old.get(name, ()), new.get(name, ())
        here = [(label, "" if label in was else "new") for label in now]
        yield name, here + [(label, "gone") for label in was if label not in now]
