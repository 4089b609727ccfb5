"""Forks by JSON: ask for them, see how far they are, what they say, and what may be chosen."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from msgspec import Struct
from ninja import Query, Router

from games import queries
from games.api import access, decoding
from games.api.answers import answer
from games.api.contract import described
from games.domain.errors import GameNotFound
from replay import reading
from replay.api import Number
from replay.domain.forks import fork
from replay.domain.forks.odds import Odds, Share
from replay.forking import asked, batches, placing, storing
from replay.forking.asked import ChoiceOut, ForkIn
from replay.forking.batches import Batch
from replay.forking.errors import BatchNotFound
from replay.forking.storing import Fork, Origin
from replay.recording import Recording

router = Router(tags=["forks"])

_fork_in = msgspec.json.Decoder(ForkIn)


class PlayerOdds(Struct, frozen=True):
    """One player: games won, with the 95 % Wilson interval; stopped games they led."""

    player_id: int
    name: str
    agent: str
    wins: Share
    leads: int
    worth_median: int


class OddsOut(Struct, frozen=True):
    """What the games played so far say; ``unfinished`` were stopped by the turn limit."""

    games: int
    players: list[PlayerOdds]
    unfinished: Share
    turns_median: int


class GameOutcome(Struct, frozen=True):
    """How the game of a seed ended. A fork with this seed and ``n`` 1 is that game, stored."""

    seed: int
    winner: int | None
    leader: int | None
    turns: int
    events: int
    worths: tuple[int, ...]


class BatchOut(Struct, frozen=True, kw_only=True):
    """``status``: queued, running, done, failed or interrupted.

    What was interrupted or has failed is taken up again by sending the same order again.
    """

    id: UUID
    game_id: str
    at: int
    status: str
    games: int
    played: int
    asked: dict[str, Any]
    seats: tuple[str, ...]
    notes: tuple[str, ...]
    problem: str
    created_at: datetime
    finished_at: datetime | None
    odds: OddsOut
    outcomes: list[GameOutcome] = []


class ForkedGame(Struct, frozen=True):
    """One fork, stored as a game."""

    game_id: str
    forked_from: Origin


class ForksOut(Struct, frozen=True):
    """Where this game was forked from, the games forked from it, and batches of many forks."""

    game_id: str
    forked_from: Origin | None
    forks: list[Fork]
    batches: list[BatchOut]


class ChoicesOut(Struct, frozen=True):
    """What may be chosen first by a fork at ``at``; ``player_id`` is who is to choose.

    ``is_chance``: dice or cards come first, so that the choices are those of this seed only.
    """

    game_id: str
    at: int
    player_id: int | None
    is_chance: bool
    notes: tuple[str, ...]
    choices: list[ChoiceOut]


@router.post(
    "games/{game_id}/forks",
    auth=access.writing,
    openapi_extra=described(
        body=ForkIn,
        answers={200: ForkedGame, 201: ForkedGame, 202: BatchOut},
        errors=(400, 401, 403, 404, 409, 413, 415),
    ),
)
def play_on(request: HttpRequest, game_id: str) -> HttpResponse:
    """Play on from an event. One fork becomes a game: 201, or 200 where it was made before.

    Many forks, or one that takes its time: 202 and a batch to ask after. The same order is the same
    game, or the same batch.
    """
    placed = placing.place(reading.open_game(game_id), decoding.body(request, _fork_in))
    if placed.stored is not None:
        return answer(201 if placed.is_new else 200, _forked(placed.stored))
    if placed.batch is None:
        raise AssertionError("an order is a game or a batch")
    is_done = placed.order.asked.n > 1 and not placed.batch.is_open and not placed.is_new
    return answer(200 if is_done else 202, _told(placed.order.recording, placed.batch))


@router.get(
    "games/{game_id}/forks",
    auth=access.reading,
    openapi_extra=described(answers={200: ForksOut}, errors=(401, 404)),
)
def list_forks(request: HttpRequest, game_id: str) -> HttpResponse:
    """Its newest 200 stored forks, its newest 50 batches, and where the game came from."""
    recording = reading.open_game(game_id)
    game = queries.find(recording.uuid)
    if game is None:
        raise GameNotFound(game_id)
    told = ForksOut(
        game_id=game_id,
        forked_from=storing.origin(game.metadata),
        forks=storing.forks_of(game_id),
        batches=[_told(recording, batch) for batch in batches.of_game(recording)],
    )
    return answer(200, told)


@router.get(
    "games/{game_id}/forks/choices",
    auth=access.reading,
    openapi_extra=described(answers={200: ChoicesOut}, errors=(401, 404, 409)),
)
def list_choices(
    request: HttpRequest,
    game_id: str,
    at: Number,
    seed: Annotated[int, Query(ge=0, le=2**53 - 1001)] = 1,
) -> HttpResponse:
    """What may be chosen first by a fork at an event."""
    recording = reading.open_game(game_id)
    moment, resumed = asked.resumed(recording, at, seed)
    legal = [asked.told(option, recording.setup) for option in fork.choices(resumed)]
    told = ChoicesOut(
        game_id=game_id,
        at=moment.state.sequence_number,
        player_id=legal[0].player_id if legal else None,
        is_chance=resumed.is_chance,
        notes=resumed.notes,
        choices=legal,
    )
    return answer(200, told)


@router.get(
    "games/{game_id}/forks/{batch_id}",
    auth=access.reading,
    openapi_extra=described(answers={200: BatchOut}, errors=(401, 404)),
)
def get_batch(request: HttpRequest, game_id: str, batch_id: str) -> HttpResponse:
    """How far a batch is, how each game ended, and what that says."""
    recording = reading.open_game(game_id)
    try:
        found = UUID(batch_id)
    except ValueError:
        raise BatchNotFound(game_id, batch_id) from None
    batch = batches.find(recording, found)
    return answer(200, _told(recording, batch, with_outcomes=True))


def _forked(game_id: str) -> ForkedGame:
    game = queries.find(game_id)
    origin = None if game is None else storing.origin(game.metadata)
    if origin is None:
        raise GameNotFound(game_id)
    return ForkedGame(game_id, origin)


def _told(recording: Recording, batch: Batch, *, with_outcomes: bool = False) -> BatchOut:
    return BatchOut(
        id=batch.id,
        game_id=batch.game_id,
        at=batch.at,
        status=batch.status,
        games=batch.asked.n,
        played=len(batch.outcomes),
        asked=msgspec.to_builtins(batch.asked),
        seats=batch.seats,
        notes=batch.notes,
        problem=batch.problem,
        created_at=batch.created_at,
        finished_at=batch.finished_at,
        odds=_odds(recording, batch, batch.odds(recording.setup)),
        outcomes=_outcomes(recording, batch) if with_outcomes else [],
    )


def _odds(recording: Recording, batch: Batch, found: Odds) -> OddsOut:
    seats = recording.setup.seats
    players = [
        PlayerOdds(
            player_id=seats[one.seat].player_id,
            name=seats[one.seat].name,
            agent=batch.seats[one.seat],
            wins=one.wins,
            leads=one.leads,
            worth_median=one.worth_median,
        )
        for one in found.seats
    ]
    return OddsOut(found.games, players, found.unfinished, found.turns_median)


def _outcomes(recording: Recording, batch: Batch) -> list[GameOutcome]:
    ids = [seat.player_id for seat in recording.setup.seats]
    return [
        GameOutcome(
            seed=one.seed,
            winner=None if one.winner is None else ids[one.winner],
            leader=None if one.leader is None else ids[one.leader],
            turns=one.turns,
            events=one.events,
            worths=one.worths,
        )
        for one in batch.outcomes
    ]
