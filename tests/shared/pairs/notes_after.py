"""Notes in a table, made by a factory of the app."""

from pathlib import Path

from fastapi import APIRouter, Depends, FastAPI, HTTPException
from pydantic import BaseModel
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

engine = create_engine(f"sqlite:///{Path(__file__).parent}/notes.db")
SessionLocal = sessionmaker(engine)
router = APIRouter(prefix="/api/notes")


class Note(BaseModel):
    text: str
    tag: str | None = None


class Change(BaseModel):
    text: str | None = None
    tag: str | None = None


class Base(DeclarativeBase):
    pass


class Row(Base):
    __tablename__ = "notes"
    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str | None]
    tag: Mapped[str | None]

    def data(self) -> dict:
        return {"id": self.id, "text": self.text, "tag": self.tag}


Base.metadata.create_all(engine)


def get_db():  # noqa: ANN201
    with SessionLocal() as db:
        yield db


def find(db: Session, id: int) -> Row:
    row = db.get(Row, id) if abs(id) < 2**63 else None
    if row is None:
        raise HTTPException(404)
    return row


@router.post("/")
def add(note: Note, db: Session = Depends(get_db)) -> dict:
    row = Row(**note.model_dump())
    db.add(row)
    db.commit()
    return row.data()


@router.get("/")
def all_of_them(db: Session = Depends(get_db)) -> dict:
    rows = db.scalars(select(Row).order_by(Row.id)).all()
    return {
        "notes": [each.data() for each in rows],
        "count": db.scalar(select(func.count()).select_from(Row)),
    }


@router.patch("/{id}")
def change(id: int, changes: Change, db: Session = Depends(get_db)) -> dict:
    row = find(db, id)
    for name, value in changes.model_dump(exclude_unset=True).items():
        setattr(row, name, value)
    db.commit()
    return row.data()


@router.delete("/{id}")
def remove(id: int, db: Session = Depends(get_db)) -> dict:
    db.delete(find(db, id))
    db.commit()
    return {"removed": id}


def create_app() -> FastAPI:
    app = FastAPI()
    app.include_router(router)
    return app
