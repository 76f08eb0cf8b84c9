"""What `workbook same` says to install, where its libraries are missing."""

import json
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from types import SimpleNamespace

import pytest

from workbook.same import installing


@pytest.mark.parametrize(
    ("source", "command"),
    [
        ({"url": "{here}", "dir_info": {}}, 'pip install "{folder}[same]"'),
        ({"url": "{here}/gone", "dir_info": {}}, 'pip install "PATH/TO/THE/WORKBOOK/xray[same]"'),
        ({"url": "https://a.example/b"}, 'pip install "PATH/TO/THE/WORKBOOK/xray[same]"'),
        (None, 'pip install "PATH/TO/THE/WORKBOOK/xray[same]"'),
    ],
)
def test_the_x_ray_alone_is_installed_again_from_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: dict | None, command: str
) -> None:
    folder = tmp_path / "work book" / "xray"
    folder.mkdir(parents=True)
    text = json.dumps(source).replace("{here}", folder.as_uri()) if source else None
    alone = SimpleNamespace(read_text={"direct_url.json": text}.get)
    monkeypatch.setattr(installing, "distribution", {"workbook-xray": alone}.__getitem__)
    assert installing.install_command() == command.replace("{folder}", str(folder))


def test_in_the_workbook_the_libraries_are_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(name: str) -> None:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(installing, "distribution", none)
    assert installing.install_command() == "pip install hypothesis schemathesis"
