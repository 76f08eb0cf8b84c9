"""The tables of lesson 15: trips, and the tickets that belong to them."""

from sqlmodel import Field, Relationship, SQLModel


class Trip(SQLModel, table=True):
    """A trip; its tickets are rows of another table."""

    id: int | None = Field(default=None, primary_key=True)
    name: str
    tickets: list["Ticket"] = Relationship(back_populates="trip")


class Ticket(SQLModel, table=True):
    """A ticket, which belongs to one trip."""

    id: int | None = Field(default=None, primary_key=True)
    price: float
    trip_id: int = Field(foreign_key="trip.id")
    trip: Trip = Relationship(back_populates="tickets")
