"""Books by a name that the client chooses; a search; a mean that is rounded."""

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

app = FastAPI()
books: dict[str, dict] = {}


class Book(BaseModel):
    title: str
    price: float = 0
    stars: int | None = None


@app.put("/books/{slug}")
async def put(slug: str, book: Book) -> dict:
    books[slug] = book.model_dump()
    return {"slug": slug, **books[slug]}


@app.get("/books")
async def search(q: str = "", limit: int = 10) -> dict:
    return (
        {slug: each for slug, each in sorted(books.items()) if q in each["title"]} if limit else {}
    )


@app.get("/books/{slug}")
async def get(slug: str) -> dict:
    if slug not in books:
        raise HTTPException(404, f"no {len(slug)}")
    return books[slug]


@app.get("/mean")
async def mean() -> dict:
    prices = [each["price"] for each in books.values()]
    return {"mean": round(sum(prices) / len(prices), 2) if prices else None}
