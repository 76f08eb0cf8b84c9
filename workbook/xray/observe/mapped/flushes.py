"""What a session that flushes writes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Dialect

from workbook.xray.observe.mapped.rows import Info, Key, key_of, order_of, row_of, tables_of
from workbook.xray.observe.mapped.written import UNKNOWN, Written, WrittenRow, name_of

MANY = 50  # of more objects it would take too long to compare the values


@dataclass(frozen=True)
class FlushedRow:
    """A row that a flush wrote.

    Attributes:
        table: its name.
        sign: + of a new row, ~ of a changed one, − of a deleted one.
        values: what was written, by column.
        key: its primary key, if it is known.
        otherwise: what its object knows of the other columns.

    """

    table: str
    sign: str
    values: dict[str, str]
    key: Key | None
    otherwise: dict[str, str] = field(default_factory=dict)


@dataclass
class Flush:
    """One flush.

    Attributes:
        cause: see `cause_of_flush`.
        objects: the new, changed and deleted ones, with + or ~ or −. They are kept until the end,
            or no value would be left of an object that nobody else refers to.
        written: what its statements write.

    """

    cause: str
    objects: dict[Info, tuple[str, Any]]
    written: list[Written] = field(default_factory=list)

    def rows(self, dialect: Dialect) -> Iterator[FlushedRow]:
        """Yield each row that was written.

        An object that is on the session's lists may have no row that changed; and a row, such as
        one that only connects two objects, may belong to none.
        """
        left = self._by_name()
        renamed = {name_of(r.new_key): r for r in left.values() if r.new_key is not None}
        known = {(each.table, each.sign) for each in self.written}
        vague = {(each.table, each.sign) for each in self.written if each.rows is None}
        written = [info for info in self.objects if info.persistent or info.deleted]
        written.sort(key=order_of)
        for number, info in enumerate(written):
            sign = self.objects[info][0]
            for table in tables_of(info):
                place = (table.fullname, sign)
                if place not in known:
                    continue
                key = key_of(info, table, dialect)
                found = left.pop((*place, name_of(key)), None) or renamed.pop(name_of(key), None)
                if sign == "~" and found is None and place not in vague:
                    continue
                values = {} if found is None else found.values
                loaded = row_of(info, table, dialect, is_new=sign == "+") if number < MANY else {}
                if sign == "+" or (sign == "~" and found is None):
                    values = values | loaded
                # What an object does not change it may know from long ago.
                values = {n: loaded.get(n, v) if v == UNKNOWN else v for n, v in values.items()}
                yield FlushedRow(*place, values, key, loaded)
        for (table_name, sign, _), row in left.items():
            if row.new_key is None or name_of(row.new_key) in renamed:
                yield FlushedRow(table_name, sign, row.values, row.new_key or row.key)

    def _by_name(self) -> dict[tuple[str, str, str], WrittenRow]:
        of_objects = {each.fullname for info in self.objects for each in tables_of(info)}
        rows = ((each, row) for each in self.written for row in each.rows or ())
        return {
            (each.table, each.sign, row.name or str(row.values)): row
            for each, row in rows
            if row.key is not None or each.table not in of_objects
        }
