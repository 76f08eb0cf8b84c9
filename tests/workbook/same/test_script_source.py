"""The source of a script, from answers that are made up."""

import json
import sys

import pytest
from fastapi import FastAPI

from workbook.same.answers.difference import Difference
from workbook.same.findings.script import script
from workbook.same.requests.step import Step, reference
from workbook.same.side.encoding import JSON
from workbook.same.side.runner import Ran
from workbook.server import Server

ROW = Step("POST /rows", body=1, media_type=JSON)
DIFFERENCE = Difference("GET /rows/{key}", "")


def ran(field: str, value: object) -> Ran:
    """Return what comes of a row whose field has this value, and of a look at it."""
    answer = {"status": 201, "headers": [], "body": json.dumps({field: value})}
    return Ran([answer] * 2, [vars(ROW), vars(Step("GET /rows/{key}", path={"key": value}))])


def source(field: str, old: object, new: object) -> str:
    look = Step("GET /rows/{key}", path={"key": reference(field, 0, "x")})
    return script([ROW, look], ran(field, old), ran(field, new), DIFFERENCE)


def test_what_is_the_same_in_both_is_written_as_it_is() -> None:
    assert "'GET', '/rows/7')" in source("id", 7, 7)


@pytest.mark.parametrize("field", ["from", "class", "str", "type", "error"])
def test_a_field_may_be_called_as_something_in_python(field: str) -> None:
    text = source(field, "first", "second")
    compile(text, "script", "exec")
    assert f'{field}1 = answer.json()["{field}"]' in text


def test_it_says_what_data_the_apps_start_with() -> None:
    assert "with the files that its folder had" in source("id", 7, 7)


def test_a_server_that_does_not_answer_does_not_keep_the_other_from_being_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Server(FastAPI()) as server:
        urls = "http://127.0.0.1:9", str(server.base_url)  # nothing listens at the first one
        monkeypatch.setattr(sys, "argv", ["", *urls])
        exec(compile(source("id", 7, 7), "script", "exec"), {})
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == urls[0]
    assert lines[1].startswith("no answer: ConnectError: ")
    assert lines[2:] == [urls[1], '404 {"detail":"Not Found"}']
