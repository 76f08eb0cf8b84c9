"""A name that leads to no app is refused with what it is, and with what there is instead."""

from pathlib import Path

import pytest

from tests.shared.other_apps import write
from workbook.xray.any_app.errors import AppError
from workbook.xray.any_app.running import running

APP = "from fastapi import FastAPI\n\napp = FastAPI()\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nothing.py", "no such file: nothing.py"),
        ("no/such/main.py", "no such file: no/such/main.py"),
        ("notes.txt", "notes.txt is not a Python file"),
        ("empty", "there is no main.py, app.py or api.py in empty"),
        ("nothing:app", "cannot import nothing: there is no nothing.py in "),
        ("main:", "names no app: name it as module:app"),
        (":app", "names no app"),
        ("router.py", "router.py has no FastAPI app, only a router"),
        ("several.py", "several FastAPI apps: name one, as several.py:one or several.py:two"),
        ("factory.py", "no FastAPI app; name it as factory.py:create_app"),
        ("main:ap", "there is no ap in it; name it as main:app"),
        ("main:FastAPI", "main:FastAPI is not a FastAPI app: name it as module:app"),
        ("factory:with_settings", "to make one it needs settings: name a function without"),
        ("factory:fails", "factory:fails makes no app: LookupError: no settings"),
        ("factory:nothing", "what it returns is none: NoneType"),
        ("factory:later", "it is async"),
        ("calendar.py", "has a module of the same name, calendar: rename the file"),
    ],
)
def test_a_name_that_is_no_app(folder: Path, name: str, message: str) -> None:
    (folder / "empty").mkdir()
    (folder / "notes.txt").write_text("notes")
    write(
        folder,
        main=APP,
        calendar=APP,
        router="from fastapi import APIRouter\n\nrouter = APIRouter()\n",
        several="from fastapi import FastAPI\n\none, two = FastAPI(), FastAPI()\n",
        factory="from fastapi import FastAPI\n\n\n"
        "def create_app():\n    return FastAPI()\n\n\n"
        "def with_settings(settings, more=1):\n    return FastAPI()\n\n\n"
        "def fails():\n    raise LookupError('no settings')\n\n\n"
        "def nothing():\n    pass\n\n\n"
        "async def later():\n    return FastAPI()\n",
    )
    with pytest.raises(AppError) as raised, running(name, in_place=False):
        pass
    assert message in str(raised.value)
    assert len(str(raised.value).splitlines()) <= 3
