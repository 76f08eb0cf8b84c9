"""One OpenAPI document describes every implementation, and every answer is as it says."""

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig

from before_dict_json.main import app
from workbook import Server, serve

CONFIG = {
    "generation": {"deterministic": True, "max-examples": 50},
    # For a wrong method, Starlette names the methods of the first route of that path only.
    "checks": {"allow_header_conformance": {"enabled": False}},
}
document = schemathesis.openapi.from_dict(
    app.openapi(), config=SchemathesisConfig.from_dict(CONFIG)
)


def test_the_openapi_document_is_the_same_to_the_byte(client: Server) -> None:
    with serve("before_dict_json") as before:
        assert client.get("/openapi.json").content == before.get("/openapi.json").content


@pytest.fixture
def one_expense(client: Server, expense: dict) -> None:
    client.post("/expenses", json=expense)


# Requests within and outside the document's limits: no server error, only documented statuses,
# content types and bodies, and what is outside the limits is refused.
@pytest.mark.slow
@document.parametrize()
@pytest.mark.usefixtures("one_expense")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # data may pile up
def test_every_answer_is_as_the_openapi_document_says(
    case: schemathesis.Case, client: Server
) -> None:
    case.call_and_validate(base_url=str(client.base_url))
