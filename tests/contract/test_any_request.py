"""Any request to any implementation: what is accepted, what is refused, and what a refusal says."""

import json

import pytest

from workbook import Server

JSON = {"content-type": "application/json"}

ACCEPTED = [
    ("description", ["a", "a" * 200, "💶" * 200, " ", "'; DROP TABLE expense; --"]),
    ("description", ['\x01 \n "quoted" \\ é 😀 \u2028']),
    ("amount", [3, 0.1, 5e-324, 999_999_999.9999999, 1_000_000_000]),
    ("category", ["food", "transport", "entertainment", "utilities", "other"]),
    ("date", [None, "0001-01-01", "2024-02-29", "9999-12-31"]),
]
REFUSED = [
    ("description", "string_too_short", [""]),
    ("description", "string_too_long", ["a" * 201, "💶" * 201]),
    ("description", "string_type", [None, 3, True, ["a"]]),
    ("description", "string_pattern_mismatch", ["a\n\x00"]),
    ("description", "string_unicode", ["a\ud800"]),
    ("amount", "greater_than", [0, -0.0, -0.01]),
    ("amount", "less_than_equal", [1_000_000_000.0000001]),  # the next float
    ("amount", "finite_number", [float("nan"), float("inf"), float("-inf")]),
    ("amount", "float_type", [10**400, -(10**400), None, True, "3", [3]]),
    ("category", "literal_error", ["travel", "Food", "food\n", "", None, 0, True, ["food"]]),
    ("category", "string_unicode", ["\ud800"]),
    ("date", "date_from_datetime_parsing", ["2026-02-29"]),
    ("date", "date_parsing", ["0000-01-01"]),
    ("date", "value_error", ["10000-01-01", "2026-1-1", "20261123", "", "2026-11-23T00:00:00"]),
    ("date", "value_error", ["2026-11-23\n", "٢٠٢٦-١١-٢٣", "\ud800", 0, 1764000000, "1764000000"]),
    ("date", "value_error", [True]),
]


def each(rows: list[tuple]) -> list:
    return [
        pytest.param(*columns, value, id=f"{columns[0]}={ascii(value)[:24]}")
        for *columns, values in rows
        for value in values
    ]


@pytest.mark.parametrize(("field", "value"), each(ACCEPTED))
def test_a_value_within_the_limits_is_kept(
    client: Server, expense: dict, field: str, value: object
) -> None:
    created = client.post("/expenses", json=expense | {field: value})
    assert created.status_code == 201
    assert created.json() == {"id": 1} | expense | {field: value}
    client.post("/expenses", json=expense)
    updated = client.patch("/expenses/2", json={field: value})
    assert updated.status_code == 200
    assert updated.text == created.text.replace('"id":1', '"id":2')

    client.restart()
    assert client.get("/expenses").text == f"[{created.text},{updated.text}]"


@pytest.mark.parametrize(("field", "reason", "value"), each(REFUSED))
def test_a_value_outside_the_limits_changes_nothing(
    client: Server, expense: dict, field: str, reason: str, value: object
) -> None:
    created = client.post("/expenses", json=expense).text
    others = {"description": "Bus", "amount": 2, "category": "transport", "date": None}
    body = json.dumps(others | {field: value})
    for response in (
        client.post("/expenses", content=body, headers=JSON),
        client.patch("/expenses/1", content=body, headers=JSON),
    ):
        assert response.status_code == 422
        assert response.headers["content-type"] == "application/json"
        (refusal,) = response.json()["detail"]
        assert list(refusal) == ["type", "loc", "msg"]
        assert (refusal["type"], refusal["loc"]) == (reason, ["body", field])
    assert client.get("/expenses").text == f"[{created}]"
    assert client.post("/expenses", json=expense).json()["id"] == 2


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (b"", "missing"),
        (b"{", "json_invalid"),
        (b"null", "model_attributes_type"),
        (b"[]", "model_attributes_type"),
        (b'"text"', "model_attributes_type"),
        # Where Python's JSON reader gives up, FastAPI by itself would answer 400.
        (b"\xff", "json_invalid"),
        (b"[" * 100_000, "json_invalid"),
        (b'{"amount":' + b"9" * 5000 + b"}", "json_invalid"),
    ],
    ids=lambda value: str(value)[:16],
)
def test_a_body_that_is_not_an_object_changes_nothing(
    client: Server, expense: dict, sent: bytes, reason: str
) -> None:
    created = client.post("/expenses", json=expense).text
    for method, path in (("POST", "/expenses"), ("PATCH", "/expenses/1")):
        response = client.request(method, path, content=sent, headers=JSON)
        assert response.status_code == 422
        (refusal,) = response.json()["detail"]
        assert list(refusal) == ["type", "loc", "msg"]
        assert (refusal["type"], refusal["loc"][0]) == (reason, "body")
    assert client.get("/expenses").text == f"[{created}]"


@pytest.mark.parametrize(
    ("method", "path", "status", "answer"),
    [
        ("GET", "/", 404, '{"detail":"Not Found"}'),
        ("GET", "/expenses/1/2", 404, '{"detail":"Not Found"}'),
        ("PUT", "/expenses/1", 405, '{"detail":"Method Not Allowed"}'),
        ("DELETE", "/expenses", 405, '{"detail":"Method Not Allowed"}'),
        ("POST", "/summary", 405, '{"detail":"Method Not Allowed"}'),
        ("GET", "/expenses/", 307, ""),
    ],
)
def test_a_route_that_does_not_exist(
    client: Server, method: str, path: str, status: int, answer: str
) -> None:
    response = client.request(method, path)
    assert (response.status_code, response.text) == (status, answer)


def test_a_refusal_never_repeats_what_was_sent(client: Server, expense: dict) -> None:
    client.post("/expenses", json=expense)
    secret = dict.fromkeys(expense, "secret") | {"description": "secret" * 40}
    for response in (
        client.post("/expenses", json=secret),
        client.post("/expenses", content='{"secret":secret}', headers=JSON),
        client.post("/expenses", json=["secret"]),
        client.patch("/expenses/1", json=secret),
        client.get("/expenses/secret"),
        client.get("/expenses?category=secret"),
    ):
        assert response.status_code == 422
        assert "secret" not in response.text
