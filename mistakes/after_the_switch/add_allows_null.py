"""The column may be empty: somebody will leave it empty."""

from typing import Any

import sqlalchemy as sa


def add_currency(op: Any, forward: bool) -> None:
    if forward:
        op.add_column("expense", sa.Column("currency", sa.String(), server_default="EUR"))
    else:
        op.drop_column("expense", "currency")
