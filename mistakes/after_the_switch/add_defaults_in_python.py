"""The default is one of Python's, which a migration does not see: old rows stay empty."""

from typing import Any

import sqlalchemy as sa


def add_currency(op: Any, forward: bool) -> None:
    if forward:
        op.add_column("expense", sa.Column("currency", sa.String(), default="EUR"))
    else:
        op.drop_column("expense", "currency")
