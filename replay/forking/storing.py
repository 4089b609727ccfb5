"""A fork as a game of the record: stored whole or not at all, and found again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import batched
from typing import Any

import msgspec
from django.db import connection, transaction
from django.utils import timezone
from msgspec import Struct

from games import ingest, lifecycle, queries
from games.domain.envelope import Decision, Event
from games.domain.seat import Result, Seat
from games.domain.status import Status
from replay import seating
from replay.domain import effects, state
from replay.domain.dialects import registry
from replay.domain.fold import Fold
from replay.domain.forks.resume import setup_of
from replay.domain.state import State
from replay.forking.asked import Order
from replay.players import Decided

FORKED_FROM = "forked_from"
"""The key of a fork's `metadata` that says where it comes from."""

BATCH = 1000
DECISIONS = 200
MOST_KIN = 200

_KIN = """
    SELECT game_id, status, created_at, winner_id, total_turns, metadata->%s
    FROM games WHERE metadata->%s->>'game_id' = ANY(%s)
    ORDER BY created_at DESC, game_id LIMIT %s
"""


class Origin(Struct, frozen=True):
    """Where a fork comes from, as far as its metadata tells."""

    game_id: str
    at: int
    seed: int | None = None
    seats: tuple[str, ...] = ()
    choice: dict[str, Any] | None = None
    notes: tuple[str, ...] = ()


class Fork(Struct, frozen=True):
    """A stored fork of the game ``parent``."""

    game_id: str
    parent: str
    status: str
    created_at: str
    winner_id: int | None
    total_turns: int
    at: int
    seed: int | None
    seats: tuple[str, ...]


def store(order: Order, seed: int, events: Sequence[Event], decided: Sequence[Decided] = ()) -> str:
    """Record a fork that was played; its game_id. What is recorded already is left as it is.

    Raises:
        RewindError: the record refuses it, as it would an engine's.
    """
    game_id = order.game_id(seed)
    setup, house = setup_of(order.recording.setup), msgspec.to_builtins(order.plan.house)
    config = {"dialect": "native", "starting_cash": setup.starting_cash, "seed": seed, **house}
    players = [
        Seat(player_id=one.player_id, name=one.name, **seating.read(spec, is_trusted=False).told())
        for one, spec in zip(setup.seats, order.plan.seats, strict=True)
    ]
    with transaction.atomic():
        metadata = {FORKED_FROM: _origin(order, seed)}
        game, is_new = lifecycle.create(game_id, config=config, metadata=metadata, players=players)
        if is_new:
            for batch in batched(events, BATCH):
                ingest.append_events(game.pk, batch, called=game_id)
            for some in batched(_decisions(events, decided), DECISIONS):
                ingest.append_decisions(game.pk, some, called=game_id)
            _finish(game_id, order, events)
    return game_id


def is_stored(game_id: str) -> bool:
    """Whether there is such a game."""
    return queries.find(game_id) is not None


def origin(metadata: Any) -> Origin | None:
    """Where a game says it was forked from; None where it says nothing readable."""
    told = metadata.get(FORKED_FROM) if isinstance(metadata, dict) else None
    try:
        return msgspec.convert(told, Origin | None)
    except msgspec.ValidationError:
        return None


def forks_of(*game_ids: str) -> list[Fork]:
    """The stored forks of these games, the newest first, up to `MOST_KIN`; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_KIN, [FORKED_FROM, FORKED_FROM, list(game_ids), MOST_KIN])
        rows = cursor.fetchall()
    return list(_readable(rows))


def _readable(rows: list[tuple[Any, ...]]) -> Iterator[Fork]:
    """Anybody may write metadata: what is no origin is passed over."""
    for game_id, status, created_at, winner_id, turns, told in rows:
        known = json_of(told)
        came = origin({FORKED_FROM: known})
        if came is not None:
            made = created_at.isoformat()
            yield Fork(
                game_id=game_id,
                parent=came.game_id,
                status=status,
                created_at=made,
                winner_id=winner_id,
                total_turns=turns,
                at=came.at,
                seed=came.seed,
                seats=came.seats,
            )


def json_of(value: Any) -> Any:
    """A jsonb column of raw SQL, which may come as text."""
    return msgspec.json.decode(value) if isinstance(value, str | bytes) else value


def _decisions(events: Sequence[Event], decided: Sequence[Decided]) -> Iterator[Decision]:
    """Numbered per player, at the time of the last event its player had seen."""
    numbers, first = Counter[int](), events[0].sequence_number
    for one in decided:
        numbers[one.player] += 1
        seen = int(one.game_state.get("event_sequence", first))
        yield Decision(
            player_id=one.player,
            turn_number=one.turn,
            sequence_number=numbers[one.player],
            timestamp=events[min(max(seen - first, 0), len(events) - 1)].timestamp,
            game_state=_raw(one.game_state),
            player_state=_raw(one.player_state),
            available_actions=_raw(one.available_actions),
            chosen_action=_raw(one.chosen_action),
            prompt=one.prompt,
            reasoning=one.reasoning,
            strategy_description=one.strategy_description,
            processing_time_ms=one.processing_time_ms,
            model_version=one.model_version,
        )


def _raw(value: Any) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(value))


def _origin(order: Order, seed: int) -> dict[str, Any]:
    choice = order.asked.choice
    return {
        "game_id": order.recording.game_id,
        "at": order.plan.moment.state.sequence_number,
        "turn_number": order.plan.moment.state.turn_number,
        "seed": seed,
        "seats": list(order.plan.seats),
        "choice": None if choice is None else msgspec.to_builtins(choice),
        "turn_limit": order.plan.house.turn_limit,
        "reshuffled": True,
        "notes": list(order.notes),
    }


def _finish(game_id: str, order: Order, events: Sequence[Event]) -> None:
    end, out = _end(order, events)
    setup = setup_of(order.recording.setup)
    winner = None if end.winner is None else setup.seats[end.winner].player_id
    now = timezone.now()
    lifecycle.change(
        game_id,
        status=Status.FINISHED,
        started_at=now,
        finished_at=now,
        winner_id=winner,
        total_turns=max(0, end.turn_number),
        results=_results(end, out, [one.player_id for one in setup.seats]),
    )


def _end(order: Order, events: Sequence[Event]) -> tuple[State, list[int]]:
    """The last board, and who went bankrupt, in that order."""
    setup = setup_of(order.recording.setup)
    fold, out = Fold(registry.bind(setup), state.initial(setup)), list[int]()
    for event in events:
        for one in fold.push(event):
            if isinstance(one, effects.WentBankrupt) and one.seat not in out:
                out.append(one.seat)
    return fold.state, out


def _results(end: State, out: list[int], ids: list[int]) -> list[Result]:
    """Who is left is placed by net worth, behind them who held out longest."""
    worths = [state.net_worth(end, seat) for seat in range(len(ids))]
    left = [seat for seat in range(len(ids)) if seat not in out]
    order = sorted(left, key=lambda seat: -worths[seat]) + out[::-1]
    return [
        Result(
            player_id=ids[seat],
            final_cash=player.cash,
            final_net_worth=worths[seat],
            is_winner=seat == end.winner,
            is_bankrupt=player.is_bankrupt,
            placement=order.index(seat) + 1,
        )
        for seat, player in enumerate(end.players)
    ]
