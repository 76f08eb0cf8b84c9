"""One table, of which as much is read that two looks can be compared.

Of a large table these are its last rows, and those whose keys are known: it is never read whole.
Which rows are its last, the first look settles; else a row would come into sight, as if it were
new, only because another was deleted.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace

from workbook.xray.observe.database.reading import catalog
from workbook.xray.observe.database.reading.second import Second, Selection, Values
from workbook.xray.observe.mapped.rows import Key
from workbook.xray.observe.values import said
from workbook.xray.table_state import NO_TABLE, Row, TableState

ROWS = 50  # the last ones
KEPT = 200  # rows that are read by their keys; between two looks there may be more
MOST = 1_000
NO_KEY = f"it has no primary key and more than {ROWS} rows, so what changes in it is not seen"

Name = tuple[str, ...]  # a key as text


class Table:
    """The table.

    Args:
        quoted: its name as it stands in SQL.
        second: the connection that reads it.

    Attributes:
        state: what was read last.
        is_whole: all of its rows are read.
        reacts: its rows may change with others, by a trigger or by what a foreign key orders.

    """

    def __init__(self, quoted: str, second: Second) -> None:
        self.state = TableState((), (), 0)
        self.is_whole = True
        self.reacts = False
        self.second = second
        self._quoted = quoted
        self._key: tuple[str, ...] | None = None
        self._lowest: Values | None = None  # the key of the first of the last rows
        self._keys: dict[Name, Values] = {}  # of all rows that are compared

    def read(self) -> None:
        """Read it again."""
        before = self.state
        try:
            self.state = self._read()
        except Exception as error:
            note = self.second.reason or (NO_TABLE if self._is_missing() else _why(error))
            self.state = TableState((), (), 0, note=note)
            return
        is_compared = not self._key and self.is_whole
        lost = () if is_compared else {row.key for row in before.rows}.difference(self._keys)
        self.state = replace(self.state, uncovered=frozenset(lost), first_read=before.first_read)

    def watch(self, keys: Sequence[Key], *, are_new: bool = False) -> bool:
        """Read these rows from now on; tell whether that is possible.

        Args:
            keys: of the rows.
            are_new: nobody but a transaction has them; of others it is read how they are now.

        """
        wanted = [self._values(key) for key in keys]
        if self.state.note or not all(wanted):
            return False
        named = {tuple(map(str, values)): values for values in wanted}
        new = [values for name, values in named.items() if name not in self._keys]
        if len(self._keys) + len(new) > MOST:
            return False
        if new and not self.is_whole and not are_new:
            try:
                with self.second.cursor() as cursor:
                    found = Selection(cursor, self._quoted, self._key or ()).of(new)
            except Exception:  # it is locked, for instance: then these cannot be compared
                return False
            rows = tuple(row for _, row in found)
            first = (*self.state.first_read, *rows)
            self.state = replace(self.state, rows=(*rows, *self.state.rows), first_read=first)
        for name, values in named.items():  # the last to be let go of
            self._keys.pop(name, None)
            self._keys[name] = values
        return True

    def name_of(self, key: Key | None) -> Name | None:
        """Return the name that a row of this key has among those that are read, if it has one."""
        values = self._values(key or {})
        return tuple(map(str, values)) if values else None

    def row(self, key: Key | None) -> Row | None:
        """Return the row of this key, if it was read."""
        name = self.name_of(key)
        return next((row for row in self.state.rows if row.key == name), None)

    def _is_missing(self) -> bool:
        try:
            with self.second.cursor() as cursor:
                return not catalog.has_table(cursor, self._quoted)
        except Exception:  # then it is not known
            return False

    def looked_at(self) -> None:
        """Note that the state was looked at: what is read from now on is compared with it."""
        nothing = frozenset[Name]()
        self.state = replace(
            self.state, first_read=(), uncovered=nothing, others=nothing, became=""
        )

    def _values(self, key: Key) -> Values:
        columns = {catalog.quoted(name): value for name, value in key.items()}
        known = self._key and all(name in columns for name in self._key)
        return [columns[name] for name in self._key or ()] if known else ()

    def _read(self) -> TableState:
        with self.second.cursor() as cursor:
            if self._key is None:
                self._key = catalog.key(cursor, self._quoted)
                with suppress(Exception):  # then nothing is said of it
                    self.reacts = catalog.reacts(cursor, self._quoted)
            selection = Selection(cursor, self._quoted, self._key)
            total, last = selection.count(), selection.last(ROWS + 1, self._lowest)
            if not self._key:
                return self._without_key(selection, total, [row for _, row in last])
            if len(last) > ROWS:
                last = last[1:]
                self._lowest, self.is_whole = last[0][0], False
            seen = {row.key: key for key, row in last}
            others = [key for name, key in self._keys.items() if name not in seen]
            below = selection.of(others if self._lowest is not None else [])
        self._keys = dict(list(self._keys.items())[-KEPT:]) | seen
        return TableState(selection.columns, tuple(row for _, row in [*below, *last]), total)

    def _without_key(self, selection: Selection, total: int, rows: list[Row]) -> TableState:
        self.is_whole = len(rows) <= ROWS
        if not self.is_whole:
            return TableState(selection.columns, (), total, remark=NO_KEY)
        return TableState(selection.columns, tuple(_numbered(rows)), total)


def _numbered(rows: list[Row]) -> Iterable[Row]:
    """Give each row a key of its own, also to those that are equal."""
    counts: Counter[Row] = Counter()
    for row in sorted(rows, key=lambda row: (row.values, row.digest)):
        counts[row] += 1
        yield replace(row, key=(*row.values, f"{row.digest} {counts[row]}"))


def _why(error: Exception) -> str:
    text = said(error)
    return f"could not be read: {'it takes too long' if text == 'interrupted' else text}"
