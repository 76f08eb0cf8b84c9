"""Two submissions, and a check that takes no time."""

from pathlib import Path

import pytest

from tests.shared.grade_command import Checked, put
from workbook.checker.verdict import Behaviour, Verdict
from workbook.endpoints import ENDPOINTS
from workbook.grade import grading


@pytest.fixture
def checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checked:
    seen: Checked = []

    def fake(endpoint: str, path: Path, *_: object, **__: object) -> Verdict:
        text = path.read_text()
        seen.append((text, endpoint))
        if text == "interrupt" and endpoint == ENDPOINTS[3]:
            raise KeyboardInterrupt
        if text == "machine":
            return Verdict(endpoint, check_failed="the disk is full")
        if text == "error":
            raise OSError(28, "No space left on device")
        return Verdict(endpoint, behaviours=(Behaviour("it works", text == "right", False),))

    monkeypatch.setattr(grading, "run_check", fake)
    monkeypatch.chdir(tmp_path)
    put(ana="right", bob="wrong")
    return seen
