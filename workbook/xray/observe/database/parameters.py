"""A statement and its parameters as text, without secrets."""

import re
from typing import Any

from sqlalchemy.engine.default import DefaultExecutionContext

from workbook.display.harmless import clean
from workbook.display.secrets import is_secret, secret, without_secrets
from workbook.internals.in_sqlalchemy import places_of_parameters
from workbook.xray.observe.values import short

# A text in SQL, after the name of a column that is to be equal to it.
LITERAL = re.compile(r"""(?P<before>(?:(?P<name>\w+)"?\s*=\s*)?)'(?P<value>(?:[^']|'')*)'""")


def shown_sql(statement: str) -> str:
    """Return the SQL in one line; values that stand in it may be secrets."""
    return LITERAL.sub(_literal, clean(" ".join(statement.split())))


def _literal(match: re.Match[str]) -> str:
    value = match["value"]
    hidden = is_secret(match["name"] or "", value) and bool(value)
    return f"{match['before']}'{secret(value) if hidden else without_secrets(value)}'"


def shown_parameters(parameters: Any, context: DefaultExecutionContext | None) -> str:
    """Return the parameters, those hidden whose names say that they are secrets.

    Args:
        parameters: as they are sent: by name or by place; of more than one row, in a list.
        context: knows the names, where SQLAlchemy has built the statement.

    """
    if not parameters:
        return ""
    names = _names(context)
    is_many = isinstance(parameters, list)
    rows = [_hidden(each, names) for each in (parameters if is_many else [parameters])]
    return without_secrets(short(rows if is_many else rows[0]))


def _names(context: DefaultExecutionContext | None) -> list[str]:
    compiled = None if context is None else context.compiled
    return [] if compiled is None else places_of_parameters(compiled)


def _hidden(row: Any, names: list[str]) -> Any:
    if isinstance(row, dict):
        return {name: _if_secret(str(name), value) for name, value in row.items()}
    if not isinstance(row, tuple | list) or not any(map(is_secret, names)):
        return row
    if len(row) % len(names) == 0:  # more than one row may be sent as one
        named = zip(names * (len(row) // len(names)), row, strict=True)
        return tuple(_if_secret(name, value) for name, value in named)
    return tuple(secret(each) if isinstance(each, str | bytes) else each for each in row)


def _if_secret(name: str, value: Any) -> Any:
    return secret(value) if is_secret(name, value) and value is not None else value
