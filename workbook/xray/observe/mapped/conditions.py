"""The rows that the condition of a statement is about."""

from collections.abc import Iterator

from sqlalchemy import BinaryExpression, BindParameter, Column, Table
from sqlalchemy.sql import ClauseElement, operators
from sqlalchemy.sql.elements import BooleanClauseList


def where_key_is(clause: ClauseElement | None, table: Table) -> dict[Column, BindParameter]:
    """Return which columns of the key have to be equal to which parameters; else nothing."""
    equal: dict[str, BindParameter] = {}
    for each in _conditions(clause):
        if not isinstance(each, BinaryExpression):
            continue
        sides = [each.left, each.right]
        for one, other in (sides, sides[::-1]):
            owner = getattr(getattr(one, "table", None), "fullname", None)
            is_equal = each.operator in (operators.eq, operators.in_op)
            if isinstance(other, BindParameter) and is_equal and owner == table.fullname:
                equal.setdefault(str(getattr(one, "name", "")), other)
    # A table without a key: all of its columns tell a row from the others.
    columns = list(table.primary_key) or list(table.columns)
    found = {column: equal[column.name] for column in columns if column.name in equal}
    return found if len(found) == len(columns) else {}


def _conditions(clause: ClauseElement | None) -> Iterator[ClauseElement]:
    if isinstance(clause, BooleanClauseList) and clause.operator is operators.and_:
        for each in clause.clauses:
            yield from _conditions(each)
    elif clause is not None:
        yield clause
