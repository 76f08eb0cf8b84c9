"""A line that may change what is not looked at never says that nothing changed."""

import logging
import os

import pytest
from fastapi import BackgroundTasks, FastAPI, Response
from sqlmodel import Session, create_engine

from tests.shared.pictures import picture_of

log = logging.getLogger(__name__)
notes: list[str] = []
app = FastAPI()


def count(_: str) -> None:
    return None


@app.get("/")
def read(response: Response, tasks: BackgroundTasks) -> list[str]:
    response.headers["X-Count"] = "1"
    response.status_code = 202
    tasks.add_task(count, "later")
    log.debug("asked")
    print("asked")
    with open(os.devnull, "a") as nothing:
        nothing.write("waits in a buffer")
    notes.extend([])
    count("now")
    with Session(create_engine("sqlite://")) as session:
        session.expunge_all()
    return notes


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('response.headers["X-Count"] = "1"', "no change seen"),
        ("response.status_code = 202", "no change seen"),
        ('tasks.add_task(count, "later")', "no change seen"),
        ('log.debug("asked")', "no change seen"),
        ('print("asked")', "no change seen"),
        ('nothing.write("waits in a buffer")', "no change seen"),
        ("notes.extend([])", "no change"),
        ("session.expunge_all()", "no change"),
        ("return notes", "no change"),
    ],
)
def test_what_is_not_looked_at_is_not_called_unchanged(line: str, said: str) -> None:
    text = repr(picture_of(app))
    after = text.partition(f"│ {line}\n")[2]
    assert after.splitlines()[0].strip() == f"({said})"
