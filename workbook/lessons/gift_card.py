"""The table of lesson 12: who changes a row of it must have seen its newest version."""

from sqlmodel import Column, Field, Integer, SQLModel

VERSION = Column("version", Integer, nullable=False)


class GiftCard(SQLModel, table=True):
    """A card with money on it; SQLAlchemy counts its versions."""

    __mapper_args__ = {"version_id_col": VERSION}

    id: int | None = Field(default=None, primary_key=True)
    amount: float
    version: int | None = Field(default=None, sa_column=VERSION)
