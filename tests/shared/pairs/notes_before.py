"""Notes in a JSON file beside the app, which is read when the app is imported."""

import json
from pathlib import Path

from fastapi import APIRouter, FastAPI, HTTPException
from pydantic import BaseModel

FILE = Path(__file__).parent / "notes.json"
notes: list[dict] = json.loads(FILE.read_text()) if FILE.exists() else []
router = APIRouter(prefix="/api/notes")


class Note(BaseModel):
    text: str
    tag: str | None = None


class Change(BaseModel):
    text: str | None = None
    tag: str | None = None


def save() -> None:
    FILE.write_text(json.dumps(notes))


def find(id: int) -> dict:
    for note in notes:
        if note["id"] == id:
            return note
    raise HTTPException(404)


@router.post("/")
def add(note: Note) -> dict:
    made = {"id": max([n["id"] for n in notes], default=0) + 1, **note.model_dump()}
    notes.append(made)
    save()
    return made


@router.get("/")
def all_of_them() -> dict:
    return {"notes": notes, "count": len(notes)}


@router.patch("/{id}")
def change(id: int, changes: Change) -> dict:
    note = find(id)
    note.update(changes.model_dump(exclude_unset=True))
    save()
    return note


@router.delete("/{id}")
def remove(id: int) -> dict:
    notes.remove(find(id))
    save()
    return {"removed": id}


def create_app() -> FastAPI:
    app = FastAPI()
    app.include_router(router)
    return app
