"""What keeps an app from being traced is said in a few lines: what, where, and what to do."""

from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from tests.shared.other_apps import write
from workbook.__main__ import app

APP = "from fastapi import FastAPI\n\napp = FastAPI()\n"
LIFESPAN = """
from contextlib import asynccontextmanager

from fastapi import FastAPI


def connect():
    raise ConnectionError("redis://me:s3cret@cache:6379 does not answer\\nand more")


@asynccontextmanager
async def lifespan(app):
    connect()
    yield


app = FastAPI(lifespan=lifespan)
"""
SETTINGS = """
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    shop_port: int
    shop_name: str


settings = Settings()
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SHOP_PORT", "s3cret")
    return tmp_path


def trace(name: str, *arguments: str) -> Result:
    done = CliRunner().invoke(app, ["trace", name, *(arguments or ("GET", "/"))])
    assert done.exit_code == 1
    assert "Traceback" not in done.output
    assert "s3cret" not in done.output
    assert len(done.stderr.splitlines()) <= 6
    return done


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        (
            "def f(:\n    pass\n",
            ["cannot import main: SyntaxError: invalid syntax", "  main.py, line 1: def f(:"],
        ),
        (
            "import math\n\nimport no_such_library.part\n",
            [
                "cannot import main: ModuleNotFoundError: No module named 'no_such_library'",
                "  main.py, line 3: import no_such_library.part",
                "  Is no_such_library installed in this environment?",
            ],
        ),
        (
            "import os\n\nhome = os.environ['NO_SUCH_SETTING']\n",
            ["KeyError: 'NO_SUCH_SETTING'", "  main.py, line 3: home = os.environ["],
        ),
        (
            "from sqlalchemy import create_engine\n\n"
            "engine = create_engine('postgres://me:s3cret@localhost/app')\n",
            [
                "NoSuchModuleError: Can't load plugin: sqlalchemy.dialects:postgres",
                "  main.py, line 3: engine = create_engine('postgres://me:‹secret ",
            ],
        ),
        (
            "import sys\n\nsys.exit('set SHOP_NAME first')\n",
            ["cannot import main: it ends Python: set SHOP_NAME first", "  main.py, line 3: "],
        ),
        (LIFESPAN, ["main.py does not start: ConnectionError: redis://me:‹secret ", ", line 8: "]),
        (SETTINGS, ["ValidationError: Settings", "  shop_port: Input should be a valid integer"]),
    ],
)
def test_an_app_that_does_not_run(folder: Path, source: str, lines: list[str]) -> None:
    write(folder, main=source)
    stderr = trace("main.py").stderr
    for each in lines:
        assert each in stderr
    assert str(folder) not in stderr.replace(f"environment? It is {folder}", "")


def test_the_error_of_a_module_of_its_own_is_named_with_its_file(folder: Path) -> None:
    data = "def load():\n    return 1 / 0\n"
    write(folder, shop__main="from .data import load\n\nload()\n", shop__data=data)
    stderr = trace("shop/main.py").stderr
    assert "cannot import shop.main: ZeroDivisionError: division by zero" in stderr
    assert "shop/data.py, line 2: return 1 / 0" in stderr


def test_a_folder_that_is_too_large(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbook.xray.any_app.copied.FILES", 10)
    write(folder, main=APP, **{f"pictures__p{i}": "" for i in range(20)})
    stderr = trace("main.py").stderr
    assert "is too large to copy: more than 300 MB or 10 files, as far as pictures" in stderr
    assert "--in-place" in stderr
