import json
from pathlib import Path

from fastapi import FastAPI

from .cups import router

app = FastAPI()
app.include_router(router, prefix="/cups")
FILE = Path(__file__).with_name("notes.json")
notes = json.loads(FILE.read_text())


@app.post("/notes", status_code=201)
def write(note: dict):
    notes.append(note)
    with open(FILE, "w") as file:
        json.dump(notes, file)
    return notes
