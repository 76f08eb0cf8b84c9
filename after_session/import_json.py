"""Move the old app's data file to the database, all of it or nothing; stop the old app first.

What a data file may hold is what the old app says: when that app goes, this module goes with it.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.progress import track
from sqlalchemy import inspect
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, func, insert, select, text

from after_session import database
from after_session.models import Expense
from before_dict_json.models import DataFile

BATCH = 1_000  # rows that are sent, or fetched, at once
SHOWN = 20  # bad expenses; of the others only the number is told
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
    ],
}


def each(items: Iterable[Any], doing: str) -> Iterable[Any]:
    console, hidden = Console(stderr=True), not sys.stderr.isatty()
    return track(items, doing, console=console, transient=True, disable=hidden)


def no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Turn a key that is there twice into one that may not be there, so that its place is told."""
    try:
        return DataFile.no_key_twice(pairs)
    except ValueError as error:
        return {**dict(pairs), str(error): None}


def checked(data: Any) -> DataFile:
    """Return what the old app would accept; say in one line why it would not."""
    try:
        return DataFile.model_validate(data)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
    lines = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in found]
    line = "; ".join(line.removeprefix(": Value error, ") for line in lines)
    raise ValueError("".join(sign if sign.isprintable() else "?" for sign in line[:300]))


def read(file: Path) -> tuple[int, list[dict[str, Any]]]:
    """Return the counter, and the expenses as rows; what the old app refuses is a ValueError."""
    if not file.is_file():
        raise ValueError("It is not a file." if file.exists() else "There is no such file.")
    try:
        data = json.loads(
            file.read_text("utf-8"),
            object_pairs_hook=no_key_twice,
            parse_int=lambda digits: int(digits[:20]),  # so many are enough to be refused
        )
    except json.JSONDecodeError as error:
        raise ValueError(f"It is not JSON, or not written to its end: {error}") from None
    expenses: Any = data.get("expenses") if isinstance(data, dict) else None
    # First what is around the expenses, then one after the other: so all the bad ones are found.
    counter = checked({**data, "expenses": {}} if isinstance(expenses, dict) else data).counter
    rows, bad = [], []
    for key in each(list(expenses), "Checking"):
        try:
            one = checked({"counter": counter, "expenses": {key: expenses.pop(key)}})
            rows.append(one.expenses[key].model_dump())
        except ValueError as error:
            bad.append(str(error))
    if bad:
        rest = [f"and {len(bad) - SHOWN:,} more"] if len(bad) > SHOWN else []
        raise ValueError("\n".join([f"Bad expenses: {len(bad):,}", *bad[:SHOWN], *rest]))
    return counter, sorted(rows, key=lambda row: row["id"])


def is_new() -> bool:
    """Tell whether there is no table; SQLite itself, if it were asked, would make a file."""
    file = Path(str(database.engine.url.database).removeprefix("file:"))
    no_file = database.engine.name == "sqlite" and not file.exists()
    return no_file or not inspect(database.engine).has_table("expense")


def has_all(session: Session, rows: list[dict[str, Any]]) -> bool:
    """Tell whether the table has these rows (True) or none; anything else is a ValueError."""
    count = session.exec(select(func.count()).select_from(Expense)).one()
    stored = session.exec(select(Expense).order_by("id").execution_options(yield_per=BATCH))
    same = (expense.model_dump() == row for expense, row in zip(stored, rows, strict=False))
    if count and (count != len(rows) or not all(each(same, "Comparing"))):
        raise ValueError(f"It has {count:,} other expenses: set DATABASE_URL to an empty database.")
    return count > 0


def move(counter: int, rows: list[dict[str, Any]], dry_run: bool) -> str:
    """Store the rows in one transaction; return what became of them."""
    if (name := database.engine.name) not in LOCK:
        raise ValueError("It is neither SQLite nor PostgreSQL.")
    if dry_run and is_new():
        return "would go to"
    database.prepare_database()
    with Session(database.engine) as session:
        session.execute(text(LOCK[name]))
        is_there = has_all(session, rows)
        if dry_run:
            return "are already in" if is_there else "would go to"
        if not is_there:
            for start in each(range(0, len(rows), BATCH), "Importing"):
                session.execute(insert(Expense), rows[start : start + BATCH])
        for statement in KEEP_COUNTER[name] if counter else []:
            session.execute(text(statement), {"counter": counter})
        session.commit()
    return "were already in" if is_there else "are now in"


def import_json(
    file: Annotated[Path, typer.Argument(help="The data file of the old app.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check, and change nothing.")] = False,
) -> None:
    """Move all expenses of FILE to the database of DATABASE_URL, with their ids, or none."""
    place = database.engine.url.set(query={}).render_as_string(hide_password=True)
    try:
        counter, rows = read(file)
    except (OSError, ValueError, RecursionError) as error:
        raise SystemExit(f"Nothing was imported. Fix {file}: {error}") from None
    try:
        outcome = move(counter, rows, dry_run)
    except (DBAPIError, RuntimeError, ValueError) as error:
        reason = " ".join(str(getattr(error, "orig", error)).split())
        raise SystemExit(f"Nothing was imported into {place}. {reason}") from None
    print(f"{len(rows):,} expenses of {file} {outcome} {place}.")


if __name__ == "__main__":
    typer.run(import_json)
