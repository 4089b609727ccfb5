"""HEAD answers what GET does, without a body, at every address that is only read."""

from __future__ import annotations

import httpx
import pytest

from monopoly_site.api import api
from tests.replay.statistics.recorded import record

GAME = "/games/game-0/"

CALLS = sorted(path for path, calls in api.get_openapi_schema()["paths"].items() if "get" in calls)
PAGES = [
    "/",
    "/search/",
    "/statistics/",
    "/statistics/export/events.csv",
    GAME,
    f"{GAME}live/",
    f"{GAME}lanes.json",
    f"{GAME}export/game.zip",
]

NAMES = {"{game_id}": "game-0", "{name}": "events", "{form}": "csv"}

QUERIES = {
    "changes": {"path": "players.0.cash"},
    "ask": {"condition": "event.turn_number > 3"},
}

# Of one moment, or chosen by the server for a connection.
_OTHER = {"date", "content-length", "transfer-encoding", "connection", "etag"}


def told(served: str, method: str, path: str) -> httpx.Response:
    for name, value in NAMES.items():
        path = path.replace(name, value)
    query = QUERIES.get(path.rsplit("/", 1)[1])
    with httpx.stream(method, f"{served}{path}", params=query) as answer:
        if method == "HEAD":
            assert answer.read() == b""
        elif answer.headers["content-type"] != "text/event-stream":  # which has no end
            answer.read()
        return answer


@pytest.mark.parametrize("path", [*CALLS, *PAGES])
def test_a_head_is_that_of_the_answer(served, path):
    record(1, status="running", finished_at=None)
    got, head = (told(served, method, path) for method in ("GET", "HEAD"))
    assert head.status_code == got.status_code
    assert _kept(head) == _kept(got)


def _kept(answer: httpx.Response) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name not in _OTHER}


def test_what_is_not_there_is_told_by_the_head_alone(served):
    answer = httpx.head(f"{served}/api/v1/games/none")
    assert (answer.status_code, answer.content) == (404, b"")


def test_the_description_is_of_what_has_a_body():
    assert not [
        path for path, calls in api.get_openapi_schema()["paths"].items() if "head" in calls
    ]
