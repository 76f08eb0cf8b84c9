"""Run a call of the cheat sheet on a real session, and record what it really does."""

import io
from contextlib import redirect_stdout, suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, inspect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import StaticPool
from sqlmodel import Session, SQLModel, create_engine, select, update

from after_session.models import Expense
from workbook.lessons.sheets.rows import Call
from workbook.object_state import state_in
from workbook.sql_log import sql_sent

FIELDS: dict[str, Any] = {"description": "Tea", "amount": 2.0, "category": "food", "date": None}
NAMES = {
    **{"fields": FIELDS, "Expense": Expense, "Session": Session, "select": select},
    **{"update": update, "func": func, "suppress": suppress, "IntegrityError": IntegrityError},
}
WITHOUT = "no object"
PLAIN = "persistent"


@dataclass(frozen=True)
class Measured:
    """What a call did.

    Attributes:
        sent: the SQL verbs, in the order in which they were sent.
        before: the state of the object before the call.
        after: the state after it.
        error: the name of the error that it raised, if it did.

    """

    sent: tuple[str, ...]
    before: str
    after: str
    error: str = ""


def measured(call: Call) -> Measured:
    """Run a call, after what leads to it, on SQLite in memory.

    Args:
        call: the code to run; see `workbook.lessons.sheets.calls`.

    Returns:
        What was sent, the states of the object, and the error.

    """
    engine = create_engine("sqlite://", poolclass=StaticPool)
    SQLModel.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(Expense(**FIELDS))
        session.commit()
    names: dict[str, Any] = {**NAMES, "engine": engine}
    if not any("Session(" in line for line in (*call.given, call.code)):
        names["session"] = Session(engine)
    try:
        exec("\n".join(call.given), names)
        return _run(call, names)
    finally:
        names["session"].close()
        engine.dispose()


def _run(call: Call, names: dict[str, Any]) -> Measured:
    before, old_id = _state(names)
    error = ""
    with redirect_stdout(io.StringIO()), sql_sent() as sent:
        try:
            exec(call.code, names)
        except Exception as raised:  # shown on the sheet, whatever it is
            error = type(raised).__name__
    after, new_id = _state(names)
    if old_id != new_id or after == "transient":  # the id matters: it is new, or stale
        before, after = before + old_id, after + new_id
    return Measured(tuple(statement.split()[0] for statement in sent), before, after, error)


def _state(names: dict[str, Any]) -> tuple[str, str]:
    """Return the state of the object in words, and its id, without disturbing it."""
    table_object = next(iter(names.get("found", ())), names.get("expense"))
    if table_object is None:
        return WITHOUT, ""
    info = inspect(table_object)
    loaded = {each.key for each in info.mapper.column_attrs} - info.unloaded
    word = state_in(info)
    if not loaded:
        word = "expired" if word == PLAIN else f"{word}, expired"
    elif info.unloaded:
        word += ", partly loaded"
    if info.session is not None and word.startswith(PLAIN):
        word += ", to be deleted" if table_object in info.session.deleted else ""
        word += ", changed" if info.session.is_modified(table_object) else ""
    key = info.identity[0] if info.identity else info.dict.get("id")
    return word, f", id {key}"
