"""`site`: the pages as they are written beside a JupyterLite that has only what they ask for."""

from pathlib import Path

import pytest

from workbook.site.pages import write

LAB = "1.0.0-0123abcd/"
CONFIGURATION = '{"jupyter-config-data": {"appVersion": "0.8.3"}}'


def lab_in(folder: Path) -> None:
    for name in ("lab/index.html", "build/service-worker.js", "service-worker.js"):
        (folder / LAB / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / LAB / name).write_text("JupyterLite's", encoding="utf-8")
    (folder / LAB / "jupyter-lite.json").write_text(CONFIGURATION, encoding="utf-8")


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    lab_in(folder)
    write(folder, LAB)
    return folder
