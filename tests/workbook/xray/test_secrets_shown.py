"""Ten kinds of secret, wherever an app has them: none is in the picture."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI, Header
from pydantic import BaseModel, SecretStr
from pydantic_settings import BaseSettings

from workbook import Trace, serve, trace

SECRETS = {
    "password": "hunter2",
    "hashed_password": "$2b$12$" + "a" * 53,
    "access_token": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
    "SECRET_KEY": "my-real-secret",
    "api_key": "9f8e7d6c5b4a39281706",
    "Authorization": "Bearer abcdef.ghijkl",
    "client_secret": "s3cr3t-of-client",
    "otp": "918273",
    "session_cookie": "c00kie-value",
    "database_url": "postgresql://me:pa55word@db/app",
}
HIDDEN = [*[v for k, v in SECRETS.items() if k not in ("Authorization", "database_url")]]
HIDDEN += ["abcdef.ghijkl", "pa55word"]


@dataclass
class Card:
    owner: str
    password: str


class Login(BaseModel):
    user: str
    password: SecretStr
    api_key: str = ""


class Settings(BaseSettings):
    SECRET_KEY: str = "?"
    database_url: str = ""
    debug: bool = False


class User:
    def __init__(self) -> None:
        self.name = "ann"
        self.__dict__.update(SECRETS)


def traced(endpoint: Any, **options: Any) -> Trace:
    app = FastAPI()
    app.post("/")(endpoint)
    with serve(app) as client:
        return trace(client.post, "/", **options)


def assert_masked(picture: Trace, *, at_least: int = 1) -> None:
    assert picture.response.status_code == 200
    for whole in (repr(picture), picture._repr_html_().replace("<wbr>", "")):
        assert [each for each in HIDDEN if each in whole] == []
        assert whole.count("‹secret") >= at_least


def test_variables() -> None:
    stored: dict[str, Any] = {}
    users: list[User] = []

    def endpoint() -> int:
        password, otp = SECRETS["password"], SECRETS["otp"]
        client_secret = [SECRETS["client_secret"]]
        headers = {"Authorization": SECRETS["Authorization"], "accept": "text"}
        database_url = SECRETS["database_url"]
        alias = password
        card = Card("ann", password)
        login = Login(user="ann", password=SecretStr(password), api_key=SECRETS["api_key"])
        settings = Settings(SECRET_KEY=SECRETS["SECRET_KEY"], database_url=database_url)
        stored["ann"] = dict(SECRETS)
        stored["ann"]["password"] = SECRETS["client_secret"]
        stored["ann"]["long"] = "x" * 300 + SECRETS["access_token"]
        users.append(User())
        users[0].__dict__["session_cookie"] = SECRETS["session_cookie"] * 2
        both = [alias, otp, client_secret, headers, card, login, settings]
        return len(both)

    picture = traced(endpoint)
    assert_masked(picture, at_least=20)
    shown = repr(picture)
    assert "object   settings = Settings(SECRET_KEY='‹" not in shown
    assert "debug=False" in shown
    assert "card = Card(owner='ann', password=‹secret" in shown
    assert "stored['ann']['password']: ‹secret" in shown


def test_arguments() -> None:
    def check(password: str, api_key: str, name: str) -> bool:
        return len(password) + len(api_key) > len(name)

    def endpoint(password: str, authorization: str = Header()) -> bool:
        return check(password, authorization, name="ann")

    app = FastAPI()
    app.post("/")(endpoint)
    with serve(app) as client:
        headers = {"authorization": SECRETS["Authorization"]}
        picture = trace(client.post, "/", params={"password": "hunter2"}, headers=headers)
    titles = [line for line in repr(picture).splitlines() if "(" in line and "│" not in line]
    assert any("check(password=‹secret" in each and "name='ann'" in each for each in titles)
    assert not any("hunter2" in each or "abcdef" in each for each in titles)


@pytest.mark.parametrize("name", ["secrets.json", "secrets.csv", "secrets.txt"])
def test_files(name: str, tmp_path: Path) -> None:
    def text(number: int) -> str:
        values = {**SECRETS, "n": str(number)}
        if name.endswith(".csv"):
            return "\n".join([",".join(values), *[",".join(values.values())] * 3])
        if name.endswith(".txt"):
            return "\n".join(f"{key}={value}" for key, value in values.items())
        return json.dumps({"a": values, "pad": "x" * 600})

    file = tmp_path / name
    file.write_text(text(1))

    def endpoint() -> int:
        file.write_text(text(2))
        return 1

    assert_masked(traced(endpoint), at_least=8)


def test_errors() -> None:
    def endpoint() -> str:
        try:
            raise ValueError(f"no user with token={HIDDEN[-2]}, password: {HIDDEN[0]}")
        except ValueError as error:
            return type(error).__name__

    assert_masked(traced(endpoint))
