"""Which rows a statement writes, as far as the statement itself says so."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Dialect, Table
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.sql import ClauseElement

from workbook.internals.in_sqlalchemy import (
    columns_set,
    completed_statement,
    has_rows_of_its_own,
    name_of_parameter,
    replaces,
)
from workbook.xray.observe.mapped.conditions import where_key_is
from workbook.xray.observe.mapped.rows import Key, as_stored, shown, text_of

UNKNOWN = "?"  # a value that only the database knows
MOST = 10_000  # rows of one statement


@dataclass(frozen=True)
class WrittenRow:
    """A row, by its primary key, and what is written, by column; its key may become another."""

    key: Key | None
    values: dict[str, str]
    new_key: Key | None = None

    @property
    def name(self) -> str:
        """The key as text; empty if it is not known."""
        return name_of(self.key)


@dataclass(frozen=True)
class Written:
    """What a statement writes.

    Attributes:
        table: the name of the table.
        sign: + of new rows, ~ of changed, − of deleted ones.
        rows: None: it is not known which they are.
        is_sure: they are written in any case; else only if there is no such row yet.

    """

    table: str
    sign: str
    rows: tuple[WrittenRow, ...] | None
    is_sure: bool = True

    @property
    def keys(self) -> list[Key]:
        """The keys that are known."""
        both = [key for row in self.rows or () for key in (row.key, row.new_key)]
        return [key for key in both if key is not None]

    @property
    def all_keys(self) -> list[Key] | None:
        """The keys, if those of all rows are known."""
        is_known = self.rows is not None and all(row.key is not None for row in self.rows)
        return self.keys if is_known else None


def name_of(key: Key | None) -> str:
    """Return a key as text, whatever the order of its columns; empty for none."""
    return "" if key is None else str(sorted((name, str(each)) for name, each in key.items()))


def written_by(context: DefaultExecutionContext, dialect: Dialect) -> Written | None:
    """Return what a statement is about to write; None: nothing, or SQLAlchemy did not build it."""
    compiled = context.compiled
    if compiled is None or not (context.isinsert or context.isupdate or context.isdelete):
        return None
    statement: Any = completed_statement(compiled)
    if statement is None:
        statement = compiled.statement
    table = getattr(statement, "table", None)
    if not isinstance(table, Table):
        return None
    sign = "+" if context.isinsert else "~" if context.isupdate else "−"
    given = context.compiled_parameters or []
    if len(given) > MOST:
        return Written(table.fullname, sign, None)
    if sign == "+":
        rows_given = _inserted(statement, table, given, dialect)
        return Written(table.fullname, sign, rows_given, is_sure=not replaces(statement))
    where = where_key_is(statement.whereclause, table)
    names = {c.name: name_of_parameter(compiled, p) for c, p in where.items()}
    computed = dict.fromkeys(_computed(statement, table), UNKNOWN) if sign == "~" else {}
    rows: list[WrittenRow] = []
    for parameters in given if names else []:
        wanted = {name: _value(parameters, p) for name, p in names.items()}
        keys = _keys(table, wanted, dialect)
        if not keys:
            return Written(table.fullname, sign, None)
        set_too = {c.name: parameters[c.key] for c in table.primary_key if c.key in parameters}
        new = _keys(table, wanted | set_too, dialect) if sign == "~" and set_too else []
        values = computed | _values(table, parameters, dialect) if sign == "~" else {}
        for key in keys:
            texts = {name: shown(name, value) for name, value in key.items()}
            rows.append(WrittenRow(key, texts | values, new[0] if len(new) == 1 else None))
    return Written(table.fullname, sign, tuple(rows) if rows else None)


def _computed(statement: Any, table: Table) -> Iterator[str]:
    """Yield the columns that the database computes in an UPDATE, if no parameter has them."""
    given = columns_set(statement)
    for column in table.columns:
        default = getattr(column.onupdate, "arg", None)
        is_set = not given.isdisjoint((column.name, column.key))
        if is_set or column.server_onupdate is not None or isinstance(default, ClauseElement):
            yield column.name


def _value(parameters: Mapping[str, Any], name: str) -> Any:
    """Return the value of a parameter; of one that stands for many, a list."""
    if name in parameters:
        return parameters[name]
    numbered = re.compile(re.escape(name) + r"_\d+")
    return [value for each, value in parameters.items() if numbered.fullmatch(each)]


def _inserted(
    statement: Any, table: Table, given: list, dialect: Dialect
) -> tuple[WrittenRow, ...] | None:
    if statement.select is not None or has_rows_of_its_own(statement):
        return None
    rows = []
    for parameters in given:
        key = {c.name: parameters.get(c.key) for c in table.primary_key}
        is_known = all(value is not None for value in key.values())
        keys = _keys(table, key, dialect) if is_known else []
        rows.append(WrittenRow(keys[0] if keys else None, _values(table, parameters, dialect)))
    return tuple(rows)


def _keys(table: Table, values: dict[str, Any], dialect: Dialect) -> list[Key]:
    """Return the keys that these values are; a list among them stands for many."""
    columns = {c: values[c.name] for c in table.columns if c.name in values}
    many = [each for each in columns.values() if isinstance(each, list | tuple)]
    if many and len(columns) > 1:
        return []
    made = []
    for each in many[0] if many else [None]:
        key = as_stored({c: each if many else value for c, value in columns.items()}, dialect)
        if key is None:
            return []
        made.append(key)
    return made


def _values(table: Table, parameters: Mapping[str, Any], dialect: Dialect) -> dict[str, str]:
    given = {column: parameters[column.key] for column in table.columns if column.key in parameters}
    return {column.name: text_of(column, value, dialect) for column, value in given.items()}
