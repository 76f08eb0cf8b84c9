"""The name of an app, in each form that people type, leads to an app that runs."""

from pathlib import Path

import pytest

from tests.shared.other_apps import write
from workbook.xray.any_app.name import located
from workbook.xray.any_app.running import running

FLAT = "from fastapi import FastAPI\nfrom {models} import GREETING\n\n{name} = FastAPI()\n"
FLAT += "{name}.get('/')(lambda: GREETING)\n"
MODELS = "GREETING = 'hello'\n"
FACTORY = """
from fastapi import FastAPI


def create_app(greeting="hello", *more, **others):
    app = FastAPI()
    app.get("/")(lambda: greeting)
    return app


class Holder:
    inner = create_app()
"""


def source(models: str = "models", name: str = "app") -> str:
    return FLAT.format(models=models, name=name)


LAYOUTS = {
    "flat": {"main": source(), "models": MODELS},
    "api": {"main": source(name="api"), "models": MODELS},
    "other_name": {"main": source(name="shop"), "models": MODELS},
    "package": {"shop____init__": "", "shop__main": source(".models"), "shop__models": MODELS},
    "without_init": {"shop__main": source(".models"), "shop__models": MODELS},
    "absolute": {"shop__main": source("shop.models"), "shop__models": MODELS},
    "deep": {
        "shop____init__": "",
        "shop__web____init__": "",
        "shop__web__main": source("..core.models"),
        "shop__core__models": MODELS,
    },
    "src": {"src__main": source(), "src__models": MODELS},
    "init": {"shop____init__": source(".models"), "shop__models": MODELS},
    "factory_in_init": {"shop____init__": FACTORY, "shop__main": "1 / 0\n"},
    "idle_init": {"__init__": "", "main": source(), "models": MODELS},
    "factory": {"main": FACTORY},
    "mounted": {
        "main": "from fastapi import FastAPI\n\ninner, outer = FastAPI(), FastAPI()\n"
        "outer.mount('/inner', inner)\nouter.get('/')(lambda: 'hello')\n"
    },
    "wrapped": {
        "main": "from fastapi import FastAPI\n"
        "from starlette.middleware.gzip import GZipMiddleware\n\n"
        "inner = FastAPI()\ninner.get('/')(lambda: 'hello')\napp = GZipMiddleware(inner)\n"
    },
}


@pytest.mark.parametrize(
    ("layout", "name"),
    [
        ("flat", "main.py"),
        ("flat", "./main.py"),
        ("flat", "main"),
        ("flat", "main:app"),
        ("flat", "main.py:app"),
        ("flat", "."),
        ("api", "main.py"),
        ("other_name", "main.py"),
        ("other_name", "main:shop"),
        ("package", "shop/main.py"),
        ("package", "shop.main"),
        ("package", "shop.main:app"),
        ("package", "shop"),
        ("package", "shop/main"),
        ("without_init", "shop/main.py"),
        ("without_init", "shop.main:app"),
        ("absolute", "shop/main.py"),
        ("deep", "shop/web/main.py"),
        ("deep", "shop.web.main:app"),
        ("src", "src/main.py"),
        ("src", "src"),
        ("init", "shop"),
        ("init", "shop:app"),
        ("factory_in_init", "shop:create_app"),
        ("idle_init", "main.py"),
        ("factory", "main:create_app"),
        ("factory", "main.py:create_app()"),
        ("factory", "main:Holder.inner"),
        ("mounted", "main.py"),
        ("wrapped", "main.py"),
    ],
)
@pytest.mark.parametrize("in_place", [False, True], ids=["copy", "in place"])
def test_it_runs(
    layout: str, name: str, in_place: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(write(tmp_path, **LAYOUTS[layout]))
    with running(name, in_place=in_place) as run:
        assert run.client.get("/").json() == "hello"


@pytest.mark.parametrize(
    ("here", "name"),
    [("shop", "main.py"), ("shop", "main"), ("shop", "."), ("other", "../shop/main.py")],
)
def test_from_another_folder(
    here: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, shop__main=source("shop.models"), shop__models=MODELS, other__x="")
    monkeypatch.chdir(tmp_path / here)
    with running(name, in_place=False) as run:
        assert run.client.get("/").json() == "hello"


def test_what_is_copied_has_the_working_directory_and_the_imports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, project__shop__main=source(".models"), project__shop__models=MODELS)
    project = tmp_path / "project"
    for here, folder, runs_in in [
        (project, project, project),
        (project / "shop", project, project / "shop"),
        (tmp_path, tmp_path, tmp_path),
    ]:
        monkeypatch.chdir(here)
        place = located(str(project / "shop" / "main.py"))
        assert (place.module, place.paths[0]) in [
            ("shop.main", project),
            ("project.shop.main", tmp_path),
        ]
        assert (place.folder, place.here) == (folder, runs_in)


def test_an_installed_name_is_no_folder_of_the_app(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, fastapi__notes="", project__main=source(), project__models=MODELS)
    monkeypatch.chdir(tmp_path / "project")
    assert located("main.py").folder == tmp_path / "project"
