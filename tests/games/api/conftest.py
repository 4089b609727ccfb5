"""An engine's and a reader's view of the API."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from games import keys
from tests.games.api.builders import a_game

NDJSON = "application/x-ndjson"


class Caller:
    """Calls below /api/v1/games with a key, or without one; answers are (status, JSON)."""

    def __init__(self, key: str | None) -> None:
        headers = {} if key is None else {"Authorization": f"Bearer {key}"}
        self.client = Client(headers=headers, raise_request_exception=False)

    def post(self, path: str, body: Any) -> tuple[int, Any]:
        text = body if isinstance(body, bytes) else json.dumps(body).encode()
        return _told(self.send(path, text))

    def post_lines(self, path: str, lines: list[Any] | bytes) -> tuple[int, Any]:
        text = lines if isinstance(lines, bytes) else "\n".join(map(json.dumps, lines)).encode()
        return _told(self.send(path, text, NDJSON))

    def patch(self, path: str, body: Any) -> tuple[int, Any]:
        answer = self.client.patch(_address(path), json.dumps(body), "application/json")
        return _told(answer)

    def get(self, path: str = "", **parameters: Any) -> tuple[int, Any]:
        return _told(self.client.get(_address(path), parameters))

    def get_lines(self, path: str, **parameters: Any) -> list[Any]:
        answer = self.client.get(_address(path), parameters, headers={"Accept": NDJSON})
        assert answer["Content-Type"] == NDJSON
        return [json.loads(line) for line in answer.getvalue().splitlines()]

    def send(
        self, path: str, text: bytes, media: str = "application/json", **headers: str
    ) -> HttpResponse:
        return self.client.post(_address(path), text, media, headers=headers)


def _address(path: str) -> str:
    return f"/api/v1/games/{path}".rstrip("/")


def _told(answer: HttpResponse) -> tuple[int, Any]:
    assert answer["Content-Type"] == "application/json", answer.content[:500]
    return answer.status_code, json.loads(answer.content)


@pytest.fixture
def write_key(db: None) -> str:
    return keys.create("engine")


@pytest.fixture
def engine(write_key: str) -> Caller:
    return Caller(write_key)


@pytest.fixture
def reader(db: None) -> Caller:
    return Caller(None)


@pytest.fixture
def game(engine: Caller) -> str:
    """The game_id of a new game without events."""
    status, body = engine.post("", a_game())
    assert status == 201, body
    return "g1"


@pytest.fixture
def caller() -> Callable[[str | None], Caller]:
    return Caller
