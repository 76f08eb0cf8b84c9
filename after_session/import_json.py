"""Move the old app's data to the database, all of it or nothing; stop the old app first."""

import sys
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import track
from sqlalchemy import inspect
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, func, insert, select, text

from after_session import data_file, database
from after_session.models import Expense

Rows = list[dict[str, Any]]

SHOWN = 20  # bad expenses; of the others only the number is told
BATCH = 1_000  # rows that are sent, or fetched, at once
# Nobody else may write between the first look at the table and the commit.
LOCK = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "LOCK TABLE expense IN EXCLUSIVE MODE"}
# Ids go on from the counter, which may be above every id that is left; they never go back.
KEEP_COUNTER = {
    "sqlite": [
        "INSERT INTO sqlite_sequence SELECT 'expense', 0"
        " WHERE 'expense' NOT IN (SELECT name FROM sqlite_sequence)",
        "UPDATE sqlite_sequence SET seq = :counter WHERE name = 'expense' AND seq < :counter",
    ],
    "postgresql": [
        "SELECT setval('expense_id_seq', greatest(:counter, last_value)) FROM expense_id_seq"
        " WHERE :counter > 0"
    ],
}
# Shows on a terminal how far it is; elsewhere it needs no thread for that.
on_terminal = sys.stderr.isatty()
shown = partial(track, disable=not on_terminal, auto_refresh=on_terminal, transient=True)
each = partial(shown, console=Console(stderr=True))


def read(file: Path) -> tuple[int, Rows]:
    """Return the counter, and a row for each expense, in the order of the ids."""
    counter, expenses = data_file.read(file)
    rows, bad = [], []
    for key in each(list(expenses), "Checking"):
        try:
            rows.append(data_file.row(counter, key, expenses.pop(key)))
        except ValueError as error:
            bad.append(str(error))
    if bad:
        rest = [f"and {len(bad) - SHOWN:,} more"] if len(bad) > SHOWN else []
        raise ValueError("\n".join(bad[:SHOWN] + rest))
    return counter, sorted(rows, key=itemgetter("id"))


def is_new() -> bool:
    """Tell whether there is no table; to ask SQLite would already make its file."""
    file = Path(str(database.engine.url.database).removeprefix("file:"))
    no_file = database.engine.name == "sqlite" and not file.exists()
    return no_file or not inspect(database.engine).has_table("expense")


def has_all(session: Session, rows: Rows) -> bool:
    """Tell whether the table has these rows, or none; it may not have others."""
    count = session.exec(select(func.count()).select_from(Expense)).one()
    if count == 0:
        return False
    with session.exec(select(Expense).order_by("id").execution_options(yield_per=BATCH)) as stored:
        pairs = each(zip(stored, rows, strict=False), "Comparing", total=len(rows))
        if count != len(rows) or any(expense.model_dump() != row for expense, row in pairs):
            raise ValueError(f"it has other expenses already ({count:,})")
    return True


def move(counter: int, rows: Rows, dry_run: bool) -> str:
    """Store the rows in one transaction, and return what became of them."""
    if (name := database.engine.name) not in LOCK:
        raise ValueError("it is neither SQLite nor PostgreSQL")
    if dry_run and is_new():
        return "would go to"
    database.create_tables()
    database.check_tables()
    with Session(database.engine) as session:
        session.execute(text(LOCK[name]))
        is_there = has_all(session, rows)
        if not is_there:
            for start in each(range(0, len(rows), BATCH), "Importing"):
                session.execute(insert(Expense), rows[start : start + BATCH])
        if dry_run:  # all but the commit
            return "are already in" if is_there else "would go to"
        for statement in KEEP_COUNTER[name]:
            session.execute(text(statement), {"counter": counter})
        session.commit()
    return "were already in" if is_there else "are now in"


def import_json(
    file: Annotated[Path, typer.Argument(help="The data file of the old app.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check, and change nothing.")] = False,
) -> None:
    """Move all expenses of FILE to DATABASE_URL, or none of them; stop the old app first."""
    place = database.engine.url.set(query={}).render_as_string(hide_password=True)
    try:
        counter, rows = read(file)
    except (OSError, ValueError) as error:
        raise SystemExit(f"Nothing was imported. Fix {file}: {error}") from None
    try:
        outcome = move(counter, rows, dry_run)
    except (DBAPIError, RuntimeError, TypeError, ValueError) as error:
        reason = " ".join(str(getattr(error, "orig", error)).split())
        advice = f"Fix {place}, or set another DATABASE_URL"
        raise SystemExit(f"Nothing was imported. {advice}: {reason}") from None
    print(f"Expenses of {file} that {outcome} {place}: {len(rows):,}.")


if __name__ == "__main__":
    typer.run(import_json)
