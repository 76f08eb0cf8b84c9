"""The script of a difference, run with two real servers: it prints both answers of the report."""

import asyncio
import json
import sys
from typing import Annotated, Any
from urllib.parse import parse_qs
from uuid import uuid4

import pytest
from fastapi import Body, Cookie, FastAPI, Header, Query, Request, Response
from fastapi.responses import PlainTextResponse

from workbook.same.answers.difference import Difference
from workbook.same.findings.script import script
from workbook.same.requests.earlier import Earlier
from workbook.same.requests.step import RESTART, Example, Step, reference
from workbook.same.side.child.calling import answer
from workbook.same.side.encoding import FORM, JSON, encoded
from workbook.same.side.runner import Ran
from workbook.server import Server


def make(side: str) -> FastAPI:
    """Return an app whose ids and tokens are other ones in each process; `side` is what differs."""
    app, rows, tokens = FastAPI(), {}, set()

    @app.post("/rows", status_code=201)
    def add(row: Annotated[Any, Body()], response: Response) -> dict[str, str]:
        key = str(uuid4())
        rows[key] = row
        response.headers["location"] = f"/rows/{key}"
        response.set_cookie("seen", key, secure=True)
        return {"id": key}

    @app.post("/bare", status_code=201)
    def bare(response: Response) -> None:
        response.headers["location"] = f"/rows/{add({'bare': 1}, Response())['id']}"

    @app.get("/rows/{key}")
    def get(key: str) -> dict[str, Any]:
        return {"row": rows[key], "side": side} if key in rows else {"row": "unknown"}

    @app.put("/owner")
    def own(owner: Annotated[str, Body(embed=True)], many: Annotated[list[str], Query()]) -> str:
        return f"{side} {owner in rows} {many}"

    @app.get("/seen")
    def last(seen: Annotated[str, Cookie()] = "") -> str:
        return f"{side} {seen in rows}"

    @app.post("/login")
    async def login(request: Request) -> dict[str, str]:
        form = parse_qs((await request.body()).decode())  # no package for forms is needed here
        tokens.add(token := str(uuid4()) if form["password"] == ["ä &="] else "")
        return {"access_token": token}

    @app.get("/me")
    def me(authorization: Annotated[str, Header()] = "") -> str:
        return f"{side} {authorization.removeprefix('Bearer ') in tokens}"

    @app.post("/raw")
    async def raw(request: Request) -> PlainTextResponse:
        return PlainTextResponse(f"{side} {await request.body()!r}", headers={"x-side": side})

    return app


def row(value: Any) -> Step:
    return Step("POST /rows", body=value, media_type=JSON)


def raw(body: str, kind: str = JSON) -> Step:
    return Step("POST /raw", body=body, media_type=kind, raw=True)


KEY = {"key": reference("id", 0, "x")}
LOGIN = Step("POST /login", body={"username": "ann", "password": "ä &="}, media_type=FORM)
EXAMPLES: dict[str, Example] = {
    "a random id in the path": [row({"a": "é\n\x85'\"\\{}"}), Step("GET /rows/{key}", path=KEY)],
    "two of them": [row(1), row(2), Step("GET /rows/{key}", path={"key": reference("id", 1, "x")})],
    "after a restart": [row(1), RESTART, Step("GET /rows/{key}", path=KEY)],
    "only a location": [Step("POST /bare"), Step("GET /rows/{key}", path=KEY)],
    "NaN": [Step("POST /raw", body={"a": float("nan")}, media_type=JSON)],
    "null": [Step("POST /raw", media_type=JSON)],
    "a header": [Step("GET /me", headers={"authorization": "Bearer ä"})],
    "half of a character": [Step("POST /raw", body={"a": "\ud800"}, media_type=JSON)],
    "no JSON": [raw('{"a": é')],
    "a text": [raw("naïve", "text/plain")],
    "a list in the query": [
        row(1),
        Step("PUT /owner", {}, [("many", "a&b"), ("many", "ü")], {}, {"owner": KEY["key"]}, JSON),
    ],
    "a cookie": [row(1), Step("GET /seen")],
    "a token": [
        LOGIN,
        Step("GET /me", headers={"authorization": reference("access_token", 0, "", "Bearer ")}),
    ],
}


def ran(side: str, example: Example) -> Ran:
    """Return what an app of this process answers, as one of another process would."""
    app, earlier, ran = make(side), Earlier(), Ran()
    for step in example:
        if step != RESTART:
            sent = earlier.resolved(step)
            earlier.note_request(sent)
            got = asyncio.run(answer(app, encoded(sent), {}, 5))
            earlier.note_answer(got["status"], got["headers"], got["body"])
            ran.answers.append(got)
            ran.sent.append(json.loads(json.dumps(vars(sent))))
    return ran


@pytest.mark.parametrize("name", EXAMPLES)
def test_it_prints_both_answers(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    example = EXAMPLES[name]
    old, new = ran("old", example), ran("new", example)
    assert old.answers[-1]["status"] == new.answers[-1]["status"] == 200
    source = script(example, old, new, Difference("X", "odd\rtext", "header x-side"))
    asked: list[str] = []
    monkeypatch.setattr("builtins.input", asked.append)  # these apps keep their data in memory
    with Server(make("old")) as first, Server(make("new")) as second:
        monkeypatch.setattr(sys, "argv", ["", str(first.base_url), str(second.base_url)])
        exec(compile(source, "script", "exec"), {})
    lines = capsys.readouterr().out.split("\n")
    answers = old.answers[-1], new.answers[-1]
    assert lines[1:-1:3] == [f"{each['status']} {each['body']}" for each in answers], source
    sides = [[v for n, v in each["headers"] if n == "x-side"] for each in answers]
    assert lines[2:-1:3] == [f"x-side: {each}" for each in sides]
    assert len(asked) == 2 * example.count(RESTART)


def test_variables_are_named_and_what_they_hold_is_not() -> None:
    given = {"OLD": ["KEY", "DATA\nimport os"], "NEW": []}
    text = script([Step("GET /me")], Ran(), Ran(), Difference("GET /me", "status"), given)
    assert text.count("was given") == text.count("# OLD was given KEY, DATA import os\n") == 1


def test_a_token_is_taken_from_the_answer() -> None:
    example, difference = EXAMPLES["a token"], Difference("GET /me", "")
    source = script(example, ran("old", example), ran("new", example), difference)
    *_, login, token, me, _ = source.partition("    except")[0].splitlines()
    assert login.endswith("'/login', data={'username': 'ann', 'password': 'ä &='})")
    assert token == '            access_token = answer.json()["access_token"]'
    assert me.endswith("'/me', headers={'authorization': f'Bearer {access_token}'})")
