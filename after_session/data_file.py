"""Read the old app's data file; only `import_json` does, and goes with this when all have moved.

What such a file may hold is what the old app says: the rules are its own.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from before_dict_json.models import DataFile


def no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Turn a key that is there twice into one that may not be there: so its place is told."""
    found = dict(pairs)
    if len(found) < len(pairs):
        counted = Counter(key for key, _ in pairs)
        found |= {f"the key {key!r} is there twice": None for key in counted if counted[key] > 1}
    return found


def any_integer(digits: str) -> int:
    """Read the first digits: they show that it is too large, and Python reads only 4,300."""
    return int(digits[:20])


def checked(data: Any, depth: int = 0) -> DataFile:
    """Return what the old app accepts, or say in one line why it does not."""
    try:
        return DataFile.model_validate(data)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
    lines = [f"{'.'.join(map(str, one['loc'][depth:]))}: {one['msg']}" for one in found]
    line = "; ".join(line.replace("Value error, ", "").removeprefix(": ") for line in lines)
    raise ValueError("".join(sign if sign.isprintable() else "?" for sign in line[:400]))


def read(file: Path) -> tuple[int, dict[str, Any]]:
    """Return the counter and the expenses, which are not checked yet."""
    if not file.is_file():
        raise ValueError("it is not a file" if file.exists() else "there is no such file")
    content = file.read_text("utf-8")
    try:
        data = json.loads(content, object_pairs_hook=no_key_twice, parse_int=any_integer)
    except json.JSONDecodeError as error:
        raise ValueError(f"it is not JSON, or not written to its end: {error}") from None
    except RecursionError:
        raise ValueError("it has lists or objects too deep in one another") from None
    expenses: Any = data.get("expenses") if isinstance(data, dict) else None
    frame = {**data, "expenses": {}} if isinstance(expenses, dict) else data
    return checked(frame).counter, expenses


def row(counter: int, key: str, expense: Any) -> dict[str, Any]:
    """Return a row of the table; one expense is checked as a file that has no other."""
    try:
        only_this = checked({"counter": counter, "expenses": {key: expense}}, depth=2)
    except ValueError as error:
        raise ValueError(f"expense {key[:40]!r}: {error}") from None
    return only_this.expenses[key].model_dump()
