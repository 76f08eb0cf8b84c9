"""There is no way back: the column stays."""

from typing import Any

import sqlalchemy as sa


def add_currency(op: Any, forward: bool) -> None:
    if forward:
        column = sa.Column("currency", sa.String(), nullable=False, server_default="EUR")
        op.add_column("expense", column)
