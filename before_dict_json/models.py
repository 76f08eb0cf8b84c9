"""What a client may send, what it gets back, and what the data file may hold."""

import datetime as dt
import re
from typing import Annotated, Any, Literal, Self

from fastapi import Path
from pydantic import BaseModel, BeforeValidator, Field, model_validator

LARGEST_ID = 2**31 - 1  # the largest INTEGER of most databases


def only_iso_text(value: Any) -> Any:
    """Let only text such as 2026-11-23 become a date: Pydantic would also take a timestamp."""
    if not isinstance(value, str) or not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError("a date is text such as 2026-11-23")
    return value


def to_cents(total: float) -> float:
    """Round to cents: to 6 decimals first, or the order of adding could tip half a cent."""
    return round(round(total, 6), 2)


# A NUL character is valid in JSON, but not in every database: hence the pattern.
Description = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
Amount = Annotated[float, Field(strict=True, gt=0, le=1e9, allow_inf_nan=False)]
Category = Literal["food", "transport", "entertainment", "utilities", "other"]
Date = Annotated[dt.date, BeforeValidator(only_iso_text)]
ExpenseId = Annotated[int, Path(ge=1, le=LARGEST_ID)]

# A field with this default may be left out, yet null is refused, and OpenAPI says just that.
NOT_SENT: Any = Field(default_factory=lambda: None)


class ExpenseCreate(BaseModel):
    description: Description
    amount: Amount
    category: Category
    date: Date | None = None


class ExpenseUpdate(BaseModel):
    description: Description = NOT_SENT
    amount: Amount = NOT_SENT
    category: Category = NOT_SENT
    date: Date | None = NOT_SENT


class ExpensePublic(BaseModel):
    id: int
    description: str
    amount: float
    category: Category
    date: dt.date | None


class SavedExpense(ExpenseCreate, extra="forbid"):  # a save would drop what is extra
    id: int
    date: Date | None


class DataFile(BaseModel, extra="forbid"):
    counter: int = Field(strict=True, ge=0, le=LARGEST_ID)
    expenses: dict[Annotated[str, Field(pattern="^[1-9][0-9]*$")], SavedExpense]

    @staticmethod
    def no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) < len(keys := [key for key, _ in pairs]):
            raise ValueError(f"the key {max(keys, key=keys.count)!r} is there twice")
        return dict(pairs)

    @model_validator(mode="after")
    def ids_fit(self) -> Self:
        for key, expense in self.expenses.items():
            if expense.id != int(key) or expense.id > self.counter:
                raise ValueError(f"expense {key} has the id {expense.id}, counter {self.counter}")
        return self
