"""`workbook check` in this process, with verdicts that are there at once."""

import pytest
from typer.testing import CliRunner, Result

from tests.shared.verdicts import VERDICTS
from workbook.__main__ import app
from workbook.checker import command
from workbook.checker.verdict import Verdict


def said(monkeypatch: pytest.MonkeyPatch, **verdicts: Verdict) -> None:
    monkeypatch.setattr(command, "run_check", lambda name, *_: (VERDICTS | verdicts)[name])


def check(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["check", *arguments])
