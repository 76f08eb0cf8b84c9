"""The rows as open transactions have them: nobody else can see these."""

import re
from collections import Counter
from dataclasses import dataclass

from workbook.xray.observe.mapped.rows import Key

# Read from the SQL: when SQLAlchemy announces a new savepoint, it has no name yet.
SAVEPOINT = re.compile(
    r"\s*(?:(ROLLBACK)\s+(?:TRANSACTION\s+)?TO\s+(?:SAVEPOINT\s+)?|SAVEPOINT\s+)(\S+)",
    re.IGNORECASE,
)

Owner = tuple[int, ...]  # the numbers of the connections that a transaction is open on


@dataclass(frozen=True)
class PendingRow:
    """A row as one transaction has it; the sign is +, ~ or −, the values are by column."""

    table: str
    owner: Owner
    sign: str
    values: dict[str, str]
    key: Key | None = None


class Pending:
    """Those rows, in the order in which they were changed."""

    def __init__(self) -> None:
        self._rows: list[PendingRow] = []
        self._more: Counter[tuple[str, Owner]] = Counter()
        self._savepoints: dict[tuple[int, str], tuple[list[PendingRow], Counter]] = {}

    def add(self, row: PendingRow) -> None:
        """Note that a transaction has changed a row."""
        self._rows.append(row)

    def add_one_more(self, table: str, owner: Owner) -> None:
        """Note only that there is one more."""
        self._more[table, owner] += 1

    def of(self, table: str) -> list[PendingRow]:
        """Return the rows of a table that are known."""
        return [row for row in self._rows if row.table == table]

    def tables_of(self, connection: int) -> set[str]:
        """Return the tables in which a connection's transaction has rows."""
        rows = {row.table for row in self._rows if connection in row.owner}
        return rows | {table for table, owner in self._more if connection in owner}

    def more(self, table: str) -> int:
        """Return how many more there are."""
        return sum(number for (name, _), number in self._more.items() if name == table)

    def sent(self, connection: int, statement: str) -> None:
        """Note a savepoint, or that everything since one is undone."""
        if match := SAVEPOINT.match(statement):
            undoes, name = match.groups()
            if not undoes:
                self._savepoints[connection, name] = (list(self._rows), Counter(self._more))
            elif (connection, name) in self._savepoints:
                self._keep(connection, *self._savepoints[connection, name])

    def ended(self, connection: int) -> None:
        """Note that a transaction ends: what it changed is now there for everyone, or undone."""
        self._keep(connection, [], Counter())
        for each in [key for key in self._savepoints if key[0] == connection]:
            del self._savepoints[each]

    def _keep(self, connection: int, rows: list[PendingRow], more: Counter) -> None:
        """Of this connection's rows, keep only these; those of other connections stay."""
        kept = set(map(id, rows))
        self._rows = [r for r in self._rows if connection not in r.owner or id(r) in kept]
        for key in [key for key in self._more if connection in key[1]]:
            self._more[key] = more[key]
