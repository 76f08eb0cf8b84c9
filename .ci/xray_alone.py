"""The X-ray alone, in environments of other projects: with old versions, and with those of today.

Old are those that its ranges begin with, which can be installed with Python 3.11; of today are
those of constraints.txt.
"""

import json
import os
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RANGES = tomllib.loads((ROOT / "xray" / "pyproject.toml").read_text("utf-8"))["project"]
# Python must find the packages in the new environment only.
ENVIRONMENT = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}
FILES = {
    "main.py": """
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
""",
    "cups.py": """
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
""",
    "notes.json": '[{"text": "one"}]',
}
# A request, and what its picture must have.
REQUESTS = [
    (
        ["POST", "/notes", '{"text": "two"}'],
        [
            "write(note={'text': 'two'})   — your endpoint",
            '◀ 201   [{"text":"one"},{"text":"two"}]',
        ],
    ),
    (
        ["POST", "/cups", '{"colour": "red"}', "--first", 'POST /cups {"colour": "blue"}'],
        [
            "— dependency",
            "— your endpoint",
            "[transient",
            "[pending",
            "[persistent",
            "INSERT INTO cup (colour) VALUES (?)",
            "SQL      BEGIN",
            "SQL      COMMIT",
            "SELECT cup.id, cup.colour",
            '◀ 201   {"id":2,"colour":"red"}',
        ],
    ),
]


def main() -> None:
    """Install the X-ray into new environments, and trace an app in each.

    Raises:
        SystemExit: if a picture is not as it must be.
        subprocess.CalledProcessError: if something does not install, or fails.

    """
    with tempfile.TemporaryDirectory(prefix="xray-") as folder:
        oldest = Path(folder, "oldest.txt")
        oldest.write_text("\n".join(RANGES["dependencies"]).replace(">=", "=="), "utf-8")
        python = ".".join(map(str, sys.version_info[:2]))
        if f">={python}" == RANGES["requires-python"]:
            check(Path(folder, "old"), oldest)
        check(Path(folder, "new"), ROOT / "constraints.txt")


def check(folder: Path, constraints: Path) -> None:
    """Install the X-ray into a new environment, and trace an app in it.

    Args:
        folder: a new one, for the environment and the app.
        constraints: the versions.

    Raises:
        SystemExit: if a picture is not as it must be.

    """
    app = folder / "shop"
    app.mkdir(parents=True)
    for name, text in FILES.items():
        (app / name).write_text(text, "utf-8")

    def run(*command: str | Path) -> str:
        print("$", *command, flush=True)
        done = subprocess.run(command, cwd=folder, env=ENVIRONMENT, check=True, stdout=-1)
        return done.stdout.decode()

    python = folder / "environment" / ("Scripts" if os.name == "nt" else "bin") / "python"
    run(getattr(sys, "_base_executable", sys.executable), "-m", "venv", folder / "environment")
    run(python, "-m", "pip", "install", "--no-compile", "-c", constraints, ROOT / "xray")
    for request, expected in REQUESTS:
        picture = run(python.with_name("workbook"), "trace", "shop/main.py", *request)
        missing = [each for each in expected if each not in picture]
        if missing or "\n! " in picture:
            sys.exit(f"{picture}\nmissing: {missing}")
    if json.loads((app / "notes.json").read_text("utf-8")) != [{"text": "one"}]:
        sys.exit("the app's own file has changed")


if __name__ == "__main__":
    main()
