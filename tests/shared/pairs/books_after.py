"""Books in a table: the name that the client chooses is the primary key."""

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel
from sqlmodel import Field, Session, SQLModel, create_engine, select

app = FastAPI()
engine = create_engine("sqlite:///books.db")


class Book(BaseModel):
    title: str
    price: float = 0
    stars: int | None = None


class Row(SQLModel, table=True):
    slug: str = Field(primary_key=True)
    data: str


SQLModel.metadata.create_all(engine)


def load(row: Row) -> dict:
    return Book.model_validate_json(row.data).model_dump()


@app.put("/books/{slug}")
async def put(slug: str, book: Book) -> dict:
    with Session(engine) as session:
        session.merge(Row(slug=slug, data=book.model_dump_json()))
        session.commit()
    return {"slug": slug, **book.model_dump()}


@app.get("/books")
async def search(q: str = "", limit: int = 10) -> dict:
    with Session(engine) as session:
        rows = [(each.slug, load(each)) for each in session.exec(select(Row).order_by(Row.slug))]
    return {slug: each for slug, each in rows if q in each["title"]} if limit else {}


@app.get("/books/{slug}")
async def get(slug: str) -> dict:
    with Session(engine) as session:
        row = session.get(Row, slug)
        if row is None:
            raise HTTPException(404, f"no {len(slug)}")
        return load(row)


@app.get("/mean")
async def mean() -> dict:
    with Session(engine) as session:
        prices = [load(each)["price"] for each in session.exec(select(Row))]
    return {"mean": round(sum(prices) / len(prices), 2) if prices else None}
