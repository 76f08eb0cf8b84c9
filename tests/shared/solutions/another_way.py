"""Right solutions that are written in other ways than the reference."""

from collections.abc import Sequence

from fastapi import APIRouter, HTTPException
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, delete, func, select

from after_session.database import SessionDep
from after_session.main import NOT_FOUND
from after_session.models import (
    Category,
    Expense,
    ExpenseCreate,
    ExpenseId,
    ExpensePublic,
    ExpenseUpdate,
    to_cents,
)

router = APIRouter()


@router.post("/expenses", status_code=201)
def create_expense(expense: ExpenseCreate, session: SessionDep) -> ExpensePublic:
    new = Expense(**expense.model_dump())
    session.add_all([new])
    try:
        session.flush()
        answer = ExpensePublic.model_validate(new.model_dump())
        session.commit()
    except SQLAlchemyError:
        session.rollback()
        raise HTTPException(status_code=503, detail="Try again later") from None
    return answer


@router.get("/expenses", response_model=list[ExpensePublic])
async def list_expenses(session: SessionDep, category: Category | None = None) -> Sequence[Expense]:
    statement = select(Expense)
    if category:
        statement = statement.filter_by(category=category)
    return list(session.scalars(statement.order_by(col(Expense.id).asc())))


@router.get("/expenses/{expense_id}", response_model=ExpensePublic, responses=NOT_FOUND)
def get_expense(expense_id: ExpenseId, session: SessionDep) -> Expense:
    return _find(session, expense_id)


@router.patch("/expenses/{expense_id}", response_model=ExpensePublic, responses=NOT_FOUND)
def update_expense(expense_id: ExpenseId, changes: ExpenseUpdate, session: SessionDep) -> Expense:
    found = _find(session, expense_id)
    for name in changes.model_fields_set:
        setattr(found, name, getattr(changes, name))
    session.add(found)
    session.commit()
    return found


@router.delete("/expenses/{expense_id}", status_code=204, responses=NOT_FOUND)
def delete_expense(expense_id: ExpenseId, session: SessionDep) -> None:
    with session.begin():
        result = session.exec(delete(Expense).where(col(Expense.id) == expense_id))
        if not result.rowcount:
            raise HTTPException(status_code=404, detail="Expense not found")


@router.get("/summary")
def get_summary(session: SessionDep) -> dict[str, float]:
    rows = session.exec(select(Expense.category, func.sum(Expense.amount)).group_by("category"))
    return {category: to_cents(total) for category, total in sorted(rows)}


def _find(session: Session, expense_id: int) -> Expense:
    found = session.exec(select(Expense).where(Expense.id == expense_id)).one_or_none()
    if found is None:
        raise HTTPException(status_code=404, detail="Expense not found")
    return found
