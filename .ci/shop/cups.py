from fastapi import APIRouter, Depends
from pydantic import BaseModel
from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

engine = create_engine("sqlite:///cups.db", connect_args={"check_same_thread": False})
router = APIRouter()


class Base(DeclarativeBase):
    pass


class Cup(Base):
    __tablename__ = "cup"
    id: Mapped[int] = mapped_column(primary_key=True)
    colour: Mapped[str]


class CupIn(BaseModel):
    colour: str


Base.metadata.create_all(engine)


def get_session():
    with Session(engine) as session:
        yield session


@router.post("", status_code=201)
def make(cup: CupIn, session: Session = Depends(get_session)):
    new = Cup(colour=cup.colour)
    session.add(new)
    session.commit()
    session.refresh(new)
    return {"id": new.id, "colour": new.colour}
