"""What callers get, and how it is put into a response."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from games.api.bodies import JSON, NDJSON
from games.domain.envelope import Decision, Event
from games.streaming import streamed

encoder = msgspec.json.Encoder()


class PlayerOut(msgspec.Struct, frozen=True, kw_only=True):
    player_id: int
    name: str
    agent_type: str
    llm_model_name: str | None
    llm_parameters: dict[str, Any]
    final_cash: int | None
    final_net_worth: int | None
    is_winner: bool
    is_bankrupt: bool
    placement: int | None


class GameSummary(msgspec.Struct, frozen=True, kw_only=True):
    """`head` is the number of the game's last event, -1 while it has none."""

    game_id: str
    status: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    winner_id: int | None
    total_turns: int
    head: int
    players: list[PlayerOut]


class GameOut(GameSummary, frozen=True, kw_only=True):
    config: dict[str, Any]
    metadata: dict[str, Any]


class GamePage(msgspec.Struct, frozen=True):
    """`next` is the cursor of the following page, null on the last one."""

    games: list[GameSummary]
    next: str | None


class Appended(msgspec.Struct, frozen=True):
    appended: int
    duplicates: int
    head: int


class DecisionsAppended(msgspec.Struct, frozen=True):
    """`heads`: the last number of each player in the batch."""

    appended: int
    duplicates: int
    heads: dict[int, int]


class EventPage(msgspec.Struct, frozen=True):
    """`next` goes into `after` for the following page; null when nothing follows."""

    events: list[Event]
    next: int | None
    head: int


class DecisionPage(msgspec.Struct, frozen=True):
    """`next` goes into `cursor` for the following page; null when nothing follows."""

    decisions: list[Decision]
    next: str | None


class Failure(msgspec.Struct, frozen=True):
    """Every error: `code` for programs, `detail` for people; more fields by code."""

    code: str
    detail: str


def answer(status: int, body: Any) -> HttpResponse:
    return HttpResponse(encoder.encode(body), status=status, content_type=JSON)


def lines(request: HttpRequest, blocks: Iterator[bytes], **headers: str) -> StreamingHttpResponse:
    """A streamed NDJSON answer; `blocks` are read as fast as the caller takes them."""
    content = streamed(request, blocks)
    return StreamingHttpResponse(content, content_type=NDJSON, headers=headers)
