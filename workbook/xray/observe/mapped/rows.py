"""The row of a mapped object, as far as the object knows it; nothing is loaded for this."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import suppress
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Dialect, Table, TypeDecorator
from sqlalchemy.orm import InstanceState

from workbook.display.secrets import is_secret, secret, without_secrets
from workbook.xray.observe.values import short

Info = InstanceState[Any]  # what `inspect` returns for an object
Key = dict[str, Any]  # the values of a primary key as the database has them, by column
PLAIN = {int, str, bytes, float, bool, Decimal, UUID, dt.date, dt.datetime, dt.time, dt.timedelta}
LIBRARIES = {"sqlalchemy", "sqlmodel"}


def shown(name: str, value: Any) -> str:
    """Return the value of a column or attribute as text; of a secret, what stands for it."""
    return secret(value) if is_secret(name, value) else without_secrets(short(value))


def text_of(column: Column, value: Any, dialect: Dialect) -> str:
    """Return a value as text, in the form in which it will be read from the database."""
    stored = as_stored({column: value}, dialect)
    return shown(column.name, value if stored is None else stored[column.name])


def order_of(info: Info) -> tuple[str, str]:
    """Return what objects are sorted by: their class, and their key."""
    kind = info.mapper.base_mapper.class_
    return f"{kind.__module__}.{kind.__qualname__}", short(info.identity)


def tables_of(info: Info) -> Iterator[Table]:
    """Yield the tables that the row of an object is in: more than one with joined inheritance."""
    yield from (each for each in info.mapper.tables if isinstance(each, Table))


def row_of(info: Info, table: Table, dialect: Dialect, *, is_new: bool) -> dict[str, str]:
    """Return what an object knows of its row in this table, by the names of the columns.

    What a new object does not have is NULL; another may have forgotten it, or never loaded it.
    """
    values = {}
    for column in table.columns:
        with suppress(Exception):
            key = info.mapper.get_property_by_column(column).key
            if key in info.dict:
                values[column.name] = text_of(column, info.dict[key], dialect)
            elif is_new and column.default is None and column.server_default is None:
                values[column.name] = "None"
    return values


def key_of(info: Info, table: Table, dialect: Dialect) -> Key | None:
    """Return the primary key of the row in this table, if it is known."""
    names = {c: info.mapper.get_property_by_column(c).key for c in table.primary_key}
    if all(name in info.dict for name in names.values()):
        return as_stored({column: info.dict[name] for column, name in names.items()}, dialect)
    if info.identity is None or table is not info.mapper.base_mapper.local_table:
        return None
    return as_stored(dict(zip(info.mapper.primary_key, info.identity, strict=False)), dialect)


def as_stored(values: Mapping[Any, Any], dialect: Dialect) -> Key | None:
    """Return the values of columns as the database has them.

    None: there are none, or it is not known, because a type of the app's own changes them.
    """
    stored = {}
    for column, value in values.items():
        kind = column.type
        if isinstance(kind, TypeDecorator) and not _is_of_library(type(kind).process_bind_param):
            return None
        own = kind.dialect_impl(dialect)
        if not _is_of_library(type(own).bind_processor):
            return None
        processor = own.bind_processor(dialect)
        try:
            found = value if processor is None else processor(value)
        except Exception:  # it is none for this column
            return None
        if type(found) not in PLAIN:
            return None
        stored[column.name] = found
    return stored or None


def _is_of_library(function: Any) -> bool:
    return function.__module__.partition(".")[0] in LIBRARIES
