"""What `workbook trace` can send: earlier requests, headers, cookies, forms, a user, a file."""

from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from tests.shared.other_apps import ECHO, TODOS, write
from workbook.__main__ import app


def trace(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["trace", *arguments])


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(write(tmp_path, main=TODOS, echo=ECHO))


def test_earlier_requests_fill_the_memory() -> None:
    earlier = ["--first", 'POST /todos {"id": 1, "title": "Tea"}']
    earlier += ["--first", 'post /todos {"id": 2, "title": "Milk and more"}']
    done = trace("main", "PUT", "/todos/1?title=Cake", *earlier)
    assert done.exit_code == 0
    _, first, second, *picture = done.stdout.splitlines()
    assert first == (
        'first: POST /todos   {"id": 1, "title": "Tea"}   → 201 {"id": 1, "title": "Tea"}'
    )
    assert second.endswith('→ 201 {"id": 2, "title": "Milk and more"}')
    assert "▶ PUT /todos/1?title=Cake" in picture
    assert '◀ 200   {"title":"Cake"}' in picture
    assert "add(" not in done.stdout  # they are not traced


def test_an_earlier_request_that_fails_is_said() -> None:
    done = trace("main", "PUT", "/todos/1?title=Cake", "--first", 'POST /todos {"id": "x"}')
    (line,) = (line for line in done.stdout.splitlines() if line.startswith("first:"))
    assert "→ 422" in line
    assert line.endswith("(this failed)")
    assert '◀ 404   {"detail":"Todo not found"}' in done.stdout


def test_headers_and_cookies() -> None:
    options = ["--header", "X-Colour: blue", "--cookie", "theme=dark", "--cookie", "b=2"]
    done = trace("echo.py", "GET", "/headers", *options)
    assert '◀ 200   {"colour":"blue","cookies":{"theme":' in done.stdout
    assert "▶ GET /headers   x-colour: blue" in done.stdout


def test_a_form() -> None:
    fields = ["--form", "username=ann", "--form", "password=swordfish", "--form", "tag=a&b=c"]
    done = trace("echo.py", "POST", "/login", *fields)
    assert "application/x-www-form-urlencoded" in done.stdout
    assert "▶ POST /login   form: username=ann, password=‹secret " in done.stdout
    (request,) = (line for line in done.stdout.splitlines() if line.startswith("▶"))
    assert "swordfish" not in request
    assert "tag=a&b=c" in request


def test_a_user() -> None:
    done = trace("echo.py", "GET", "/who", "--user", "ann:sword:fish")
    assert '◀ 200   {"name":"ann","letters":10}' in done.stdout
    assert "▶ GET /who   user ann\n" in done.stdout
    assert "◀ 401" in trace("echo.py", "GET", "/who").stdout


def test_a_body_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "todo.json").write_text('{"id": 1, "title": "Tee, heiß"}', encoding="utf-8")
    done = trace("main", "POST", "/todos", "@todo.json")
    assert '◀ 201   {"id":1,"title":"Tee, heiß"}' in done.stdout


def test_no_secret_is_shown() -> None:
    secrets = ["--header", "X-Api-Key: k3y", "--cookie", "session=c00kie", "--user", "ann:w0rd"]
    secrets += ["--header", "Authorization: Bearer t0ken", "--first", "GET /who?token=qu3ry"]
    done = trace("main", "POST", "/todos?api_key=qu3ry", '{"id": 1, "password": "b0dy"}', *secrets)
    assert "x-api-key: ‹secret" in done.stdout
    for each in ("k3y", "c00kie", "w0rd", "t0ken", "qu3ry"):
        assert each not in done.stdout
    (request,) = (line for line in done.stdout.splitlines() if line.startswith("▶"))
    assert "b0dy" not in request


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["GTE", "/todos"], "'GTE' is not a method"),
        (["/todos", "GET"], "'/todos' is not a method"),
        (["GET", "todos"], "a path begins with /"),
        (["POST", "/todos", "{'id': 1}"], "the body is not valid JSON"),
        (["POST", "/todos", "@nothing.json"], "cannot be read from nothing.json: No such file"),
        (["POST", "/todos", "{}", "--form", "a=b"], "not both"),
        (["GET", "/todos", "--header", "colour blue"], "'Name: value'"),
        (["GET", "/todos", "--cookie", "blue"], "--cookie 'a=b'"),
        (["POST", "/todos", "--form", "=b"], "--form 'a=b'"),
        (["GET", "/todos", "--first", "POST"], "--first 'POST': a path begins with /"),
        (["GET", "/todos", "--first", "POST /todos {"], "the body is not valid JSON"),
    ],
)
def test_a_clear_message(arguments: list[str], message: str) -> None:
    done = trace("main.py", *arguments)
    assert (done.exit_code, done.stdout) == (1, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr
