"""Which tables a statement is about."""

import re
from collections.abc import Iterator

from sqlalchemy import TableClause, TextClause
from sqlalchemy.engine import Compiled, Dialect
from sqlalchemy.sql.visitors import iterate

from workbook.internals.in_sqlalchemy import completed_statement

NAME = r'((?:"[^"]+"|[^\W\d]\w*)(?:\.(?:"[^"]+"|\w+))?)'
MENTIONED = re.compile(
    rf"\b(?:FROM|INTO|UPDATE|JOIN|DROP\s+TABLE(?:\s+IF\s+EXISTS)?)\s+{NAME}", re.IGNORECASE
)
CREATES = re.compile(rf"\s*CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?{NAME}", re.IGNORECASE)


def created_by(sql: str) -> str:
    """Return the name, as it stands in SQL, of the table that a statement creates, if it does."""
    found = CREATES.match(sql)
    return found[1] if found else ""


def tables_in(sql: str, compiled: Compiled | None, dialect: Dialect) -> Iterator[tuple[str, bool]]:
    """Yield the names as they stand in SQL, and of each whether it surely is a table's.

    In text it is not: `WITH few AS (…) SELECT … FROM few`, `extract(year FROM now())`.

    Args:
        sql: the text of the statement.
        compiled: what SQLAlchemy has made it from; None: from nothing but text.
        dialect: knows how a name is quoted.

    """
    statement = None if compiled is None else completed_statement(compiled)
    parts = list(iterate(statement)) if statement is not None else [TextClause(sql)]
    tables = [each for each in parts if isinstance(each, TableClause)]
    names = [dialect.identifier_preparer.format_table(each) for each in tables]
    for name in sorted(dict.fromkeys(names), key=sql.find):
        yield name, True
    if any(isinstance(each, TextClause) for each in parts):
        for name in MENTIONED.findall(sql):
            yield name, False
