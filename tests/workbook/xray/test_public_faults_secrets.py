"""What is a secret, in names and in the bodies of responses, as public apps have them."""

from fastapi import FastAPI
from fastapi.responses import PlainTextResponse

from workbook import Trace, serve, trace
from workbook.display.bodies import body_without_secrets
from workbook.display.secrets import is_secret, secret, start_again, without_secrets


def of(app: FastAPI, path: str = "/") -> Trace:
    with serve(app) as client:
        return trace(client.get, path)


def test_bodies() -> None:
    app = FastAPI()
    app.get("/")(lambda: {"refresh_token": "r-1", "owner": "ann", "codes": [1.5], "pass": 2})
    app.get("/t")(lambda: PlainTextResponse("password: hunter2 of ann"))
    first, second = of(app), of(app, "/t")
    assert '{"refresh_token":"‹secret 1›","owner":"ann","codes":[1.5],"pass":2}' in repr(first)
    assert "password: ‹secret 1› of ann" in repr(second)
    assert body_without_secrets('{"a": [{"api_key": "abc') == '{"a": [{"api_key": "'
    assert (
        body_without_secrets('{"token_type": "x", "u": "é\\n') == '{"token_type": "x", "u": "é\\n'
    )


def test_what_is_a_secret() -> None:
    start_again()
    assert is_secret("mail_pass", "x")
    assert is_secret("passwort")
    assert not is_secret("second_pass", True)
    text = "user_credentials=Login(username='jdoe'), token_service=<Tokens>"
    assert without_secrets(text) == text
    secret("jdoe", "password")
    secret("longer-than-6", "credentials")
    assert without_secrets("jdoe longer-than-6") == "jdoe longer-than-6"
    secret("longer-than-6", "token")
    assert without_secrets("of longer-than-6") == "of ‹secret 2›"
