"""Games: made, listed, looked at, and told how they went."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from msgspec import UnsetType
from ninja import Query, Router

from games import lifecycle, limits, queries
from games.api import access, cursors, decoding
from games.api.answers import GameOut, GamePage, GameSummary, PlayerOut, answer
from games.api.bodies import GameChange, GameIn
from games.api.contract import described
from games.domain import identity, storable
from games.domain.errors import GameNotFound, InvalidField
from games.domain.identity import game_uuid
from games.domain.status import Status

router = Router(tags=["games"])

_game_in = msgspec.json.Decoder(GameIn)
_change_in = msgspec.json.Decoder(GameChange)
_players_out = msgspec.json.Decoder(list[PlayerOut])
_object = msgspec.json.Decoder(dict[str, Any])

_PLAIN = tuple(name for name in GameSummary.__struct_fields__ if name != "players")


@router.post(
    "games",
    auth=access.writing,
    openapi_extra=described(
        body=GameIn,
        answers={201: GameOut, 200: GameOut},
        errors=(400, 401, 403, 409, 413, 415),
    ),
)
def create_game(request: HttpRequest) -> HttpResponse:
    """Make a game: 201. The very same sent again is found: 200."""
    told = decoding.body(request, _game_in)
    identity.check_address(told.game_id)
    is_new = lifecycle.make(
        told.game_id, config=told.config, metadata=told.metadata, players=told.players
    )
    return answer(201 if is_new else 200, _game(told.game_id))


@router.get(
    "games",
    auth=access.reading,
    openapi_extra=described(answers={200: GamePage}, errors=(401,)),
)
def list_games(
    request: HttpRequest,
    *,
    status: Status | None = None,
    q: str = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: str | None = None,
) -> HttpResponse:
    """List games, the newest first. `q` is looked for in ids, players' names and models."""
    storable.check_text(q, "q", limits.bounds())
    after = None if cursor is None else cursors.read(cursor, tuple[datetime, UUID])
    if after is not None and after[0].tzinfo is None:
        raise InvalidField("cursor", cursor, "it is not one that was given out here")
    found = queries.page(limit + 1, status=status, q=q, after=after)
    page = found[:limit]
    more = len(found) > limit
    last = cursors.write((page[-1].created_at, page[-1].pk)) if more else None
    return answer(200, GamePage([_summary(game) for game in page], last))


@router.get(
    "games/{game_id}",
    auth=access.reading,
    openapi_extra=described(answers={200: GameOut}, errors=(401, 404)),
)
def get_game(request: HttpRequest, game_id: str) -> HttpResponse:
    """Look at one game with its players and the head of its stream."""
    return answer(200, _game(game_id))


@router.patch(
    "games/{game_id}",
    auth=access.writing,
    openapi_extra=described(
        body=GameChange, answers={200: GameOut}, errors=(400, 401, 403, 404, 409, 413, 415)
    ),
)
def change_game(request: HttpRequest, game_id: str) -> HttpResponse:
    """Tell a game's status and results; what is left out stays as it is."""
    told = decoding.body(request, _change_in)
    _check_moment("started_at", told.started_at)
    _check_moment("finished_at", told.finished_at)
    lifecycle.tell(
        game_id,
        status=None if isinstance(told.status, UnsetType) else told.status,
        started_at=told.started_at,
        finished_at=told.finished_at,
        winner_id=told.winner_id,
        total_turns=told.total_turns,
        results=told.players,
    )
    return answer(200, _game(game_id))


def _check_moment(field: str, moment: datetime | UnsetType | None) -> None:
    if isinstance(moment, datetime):
        try:
            moment.astimezone(UTC)
        except OverflowError:
            problem = "in UTC it must lie within the years 1 to 9999"
            raise InvalidField(field, moment.isoformat(), problem) from None


def _game(game_id: str) -> GameOut:
    row = queries.outline(game_uuid(game_id))
    if row is None:
        raise GameNotFound(game_id)
    *values, players, config, metadata = row
    return GameOut(
        **dict(zip(_PLAIN, values, strict=True)),
        players=_players_out.decode(players),
        config=_object.decode(config),
        metadata=_object.decode(metadata),
    )


def _summary(game: queries.StreamedGame) -> GameSummary:
    told = {name: getattr(game, name) for name in _PLAIN}
    return GameSummary(**told, players=[_player(player) for player in game.players.all()])


def _player(player: Any) -> PlayerOut:
    return PlayerOut(**{name: getattr(player, name) for name in PlayerOut.__struct_fields__})
