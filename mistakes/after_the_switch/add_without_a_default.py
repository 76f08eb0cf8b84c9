"""There is no default: the database does not know what to give the rows that are there."""

from typing import Any

import sqlalchemy as sa


def add_currency(op: Any, forward: bool) -> None:
    if forward:
        op.add_column("expense", sa.Column("currency", sa.String(), nullable=False))
    else:
        op.drop_column("expense", "currency")
