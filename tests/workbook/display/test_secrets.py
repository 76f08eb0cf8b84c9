"""Secrets are masked, wherever they stand; what is none stays."""

import pytest

from workbook.display.secrets import (
    data_without_secrets,
    is_secret,
    secret,
    start_again,
    without_secrets,
)

KINDS = [
    ('{"user": "ann", "password": "hunter2"}', "hunter2"),
    ("{'new_password': 'hun\\'ter2', 'age': 3}", "ter2"),
    ("username=ann&password=hunter2&scope=", "hunter2"),
    ("GET /items?api_key=abc123&page=2", "abc123"),
    ("Authorization: Bearer abcdef.ghi", "abcdef"),
    ("Authorization: Basic YW5uOmh1bnRlcjI=", "YW5u"),
    ("x-api-key: 93a1", "93a1"),
    ("cookie: session=abc", "abc"),
    ("postgresql+psycopg://me:s3cr3t@localhost/app", "s3cr3t"),
    ("Settings(SECRET_KEY='my-real-secret', debug=True)", "my-real-secret"),
    ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "eyJhbG"),
    ("hash is $2b$12$" + "a" * 53, "aaaa"),
    ("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----", "MIIE"),
    ("accessToken=12345678", "12345678"),
    ("key=9f8e7d6c5b4a39281706", "9f8e"),
    ("sent to sk_live_51HabcdefGHIJ", "51H"),
]


@pytest.mark.parametrize(("text", "hidden"), KINDS)
def test_masked(text: str, hidden: str) -> None:
    shown = without_secrets(text)

    assert hidden not in shown
    assert "‹secret" in shown
    assert without_secrets(shown) == shown


@pytest.mark.parametrize(
    "text",
    [
        "key='P999'",
        "primary_key=1, sort_key='name'",
        "{'description': 'a key for the door', 'amount': 3}",
        "http://localhost:8000/items?page=2",
        "password=None",
        "12:30:00 and a: b",
        "tokenizer_name='x', monkey=3, passenger='Ann'",
    ],
)
def test_no_secret(text: str) -> None:
    assert without_secrets(text) == text


def test_the_number_tells_only_whether_two_are_the_same() -> None:
    start_again()

    assert [secret("a"), secret("b"), secret("a")] == ["‹secret 1›", "‹secret 2›", "‹secret 1›"]


def test_nothing_is_shown_as_nothing() -> None:
    assert [secret(None), secret(""), secret(False)] == ["None", "''", "False"]


def test_data_keeps_its_form() -> None:
    data = {"user": {"password": "x", "name": "Ann"}, "tokens": ["a"], "max_tokens": 3}
    masked = data_without_secrets(data)

    assert masked["user"]["name"] == "Ann"
    assert masked["user"]["password"].startswith("‹secret")
    assert masked["tokens"][0].startswith("‹secret")
    assert masked["max_tokens"] == 3
    assert data["user"] == {"password": "x", "name": "Ann"}


@pytest.mark.parametrize(
    "name", ["pwd", "DB_PASSWORD", "clientSecret", "X-CSRF-Token", "private_key"]
)
def test_names(name: str) -> None:
    assert is_secret(name)


def test_what_was_a_secret_is_one_under_any_name() -> None:
    start_again()
    text = "user ann, phrase='correct-horse-7'"
    assert without_secrets(text) == text
    secret("correct-horse-7")
    assert without_secrets(text) == "user ann, phrase='‹secret 1›'"
    secret("string")  # as in the examples of FastAPI's documentation
    assert without_secrets("name: string") == "name: string"
    start_again()
    assert without_secrets(text) == text


def test_a_secret_that_is_a_word_of_the_mask_is_masked_once() -> None:
    start_again()
    first = without_secrets("mysql://me:secret@localhost/app and otp=secret")
    assert first == "mysql://me:‹secret 1›@localhost/app and otp=‹secret 1›"
    assert without_secrets(first) == first
