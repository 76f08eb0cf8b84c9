"""The diagnoses of a file, without a process of its own; and a step of a job on GitHub."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from tests.shared.mistakes import Diagnosed
from tests.shared.student import SOLVED
from workbook import serve
from workbook.checker.child.checking import prepare_connection
from workbook.checker.child.swap import PACKAGE, package
from workbook.checker.evidence.case import try_out
from workbook.checker.exercise import VARIABLE
from workbook.checker.rules.diagnoses import Diagnosis, diagnose
from workbook.server import closed_meanwhile


@pytest.fixture
def diagnosed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forgotten_order_by_is_seen: None
) -> Iterator[Diagnosed]:
    def diagnosed(endpoint: str, path: Path) -> list[Diagnosis]:
        package(folder, path, endpoint)
        with closed_meanwhile(serve(PACKAGE)) as client:
            return diagnose(try_out(client, endpoint, path))

    folder = tmp_path / "app"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    event.listen(Engine, "connect", prepare_connection)
    yield diagnosed
    event.remove(Engine, "connect", prepare_connection)
    for name in [each for each in sys.modules if each.partition(".")[0] == PACKAGE]:
        del sys.modules[name]


@pytest.fixture
def in_job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "exercise, 1" / "main.py"
    path.parent.mkdir()
    path.write_text(SOLVED, encoding="utf-8")
    monkeypatch.setenv(VARIABLE, str(path))
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    return path
