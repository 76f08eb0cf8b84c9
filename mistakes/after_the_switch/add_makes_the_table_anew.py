"""The table is dropped and made anew: all expenses are gone."""

from typing import Any

import sqlalchemy as sa


def add_currency(op: Any, forward: bool) -> None:
    op.drop_table("expense")
    columns = [sa.Column("id", sa.Integer(), primary_key=True)]
    columns += [sa.Column(name, sa.String()) for name in ("description", "amount", "category")]
    columns += [sa.Column("date", sa.Date())]
    if forward:
        columns += [sa.Column("currency", sa.String(), nullable=False, server_default="EUR")]
    op.create_table("expense", *columns)
