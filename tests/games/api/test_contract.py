"""The API's own description: complete, and true of what the API does."""

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from hypothesis import HealthCheck
from schemathesis import checks
from schemathesis.specs.openapi import checks as openapi_checks

from games import keys
from tests.examples import tried
from tests.games.api.builders import a_decision, a_game, events
from tests.games.api.conftest import Caller

schema = schemathesis.openapi.from_wsgi("/api/openapi.json", WSGIHandler())


@schemathesis.serializer("application/x-ndjson")
def lines(context, value):
    """A body of lines is described as text: anything goes."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


ROUTES = {
    ("/api/v1/games", "post"),
    ("/api/v1/games", "get"),
    ("/api/v1/games/{game_id}", "get"),
    ("/api/v1/games/{game_id}", "patch"),
    ("/api/v1/games/{game_id}/events", "post"),
    ("/api/v1/games/{game_id}/events", "get"),
    ("/api/v1/games/{game_id}/decisions", "post"),
    ("/api/v1/games/{game_id}/decisions", "get"),
    ("/api/v1/search", "get"),
}


@pytest.fixture
def description(client):
    return client.get("/api/openapi.json").json()


def test_every_call_of_the_record_is_described(description):
    described = {(path, call) for path, calls in description["paths"].items() for call in calls}
    assert described >= ROUTES


@pytest.mark.parametrize(("path", "call"), sorted(ROUTES))
def test_a_call_is_described_with_its_refusals(description, path, call):
    told = description["paths"][path][call]
    assert {"401", "503"} <= told["responses"].keys()
    for status, response in told["responses"].items():
        reference = response["content"]["application/json"]["schema"]["$ref"]
        assert reference.rpartition("/")[2] in description["components"]["schemas"]
        assert (reference.endswith("/Failure")) == (status >= "400")
    if call != "get":
        assert {"400", "403", "413", "415", "422"} <= told["responses"].keys()
        assert "application/json" in told["requestBody"]["content"]


def test_the_documentation_needs_no_other_site(client):
    page = client.get("/api/docs").content.decode()
    assert "swagger-ui" in page
    assert "://" not in page.replace("http://www.w3.org", "")


@pytest.fixture
def a_recorded_game(transactional_db):
    engine = Caller(keys.create("engine"))
    engine.post("", a_game())
    engine.post("g1/events", events(0, 9))
    engine.post("g1/decisions", {"decisions": [a_decision(0, 0)]})
    return keys.create("fuzzer")


@schema.include(path_regex="^/api/v1/games($|/{game_id}($|/events$|/decisions$))").parametrize()
@tried(40, suppress_health_check=list(HealthCheck))
def test_nothing_a_caller_sends_is_a_server_error(case, a_recorded_game):
    if case.path_parameters and case.path_parameters.get("game_id", "")[:1] < "a":
        case.path_parameters["game_id"] = "g1"
    case.call_and_validate(
        headers={"Authorization": f"Bearer {a_recorded_game}"},
        checks=[
            checks.not_a_server_error,
            openapi_checks.status_code_conformance,
            openapi_checks.content_type_conformance,
            openapi_checks.response_schema_conformance,
        ],
    )
