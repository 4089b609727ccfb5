"""One game as rows of the tables, in a form that thousands are read in at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
import numpy as np
from msgspec import Struct

from replay.domain.statistics.layout import DOUBTS, FAULTS, GROUPS, LAYOUT, NOBODY, SITUATIONS
from replay.domain.summary.body import Body, Seat
from replay.domain.summary.deciding import Deciding
from replay.domain.summary.game import Dice, Luck, Side, Summary

_SPACES = 40


class Facts(Struct, frozen=True):
    """What is told of a game beside its events. ``dated``: when it ended, else when it began.

    ``tags``: ``key=value`` of its metadata.
    """

    game_id: str
    status: str
    dialect: str
    dated: datetime
    tags: tuple[str, ...] = ()


class Sheet(Struct, frozen=True, array_like=True):
    """The words of one game, and its rows of every table as bytes, by `LAYOUT`; words by place."""

    words: list[str]
    rows: dict[str, bytes]


_encode = msgspec.msgpack.Encoder().encode
decode = msgspec.msgpack.Decoder(Sheet).decode


def pack(facts: Facts, body: Body) -> bytes:
    """A game's sheet.

    Raises:
        OverflowError: an amount is larger than 64 bits.
    """
    words = _Words()
    game = body.game
    rows: dict[str, list[tuple[Any, ...]]] = {
        "games": [_game(facts, game, words)],
        "seats": [
            _seat(at, *each, words)
            for at, each in enumerate(zip(body.seats, game.sides, body.deciding, strict=True))
        ],
        "kills": [
            (one.sequence_number, one.turn, one.seat, one.position, _or_nobody(one.creditor))
            for one in game.kills
        ],
        "sales": [
            (
                *(one.sequence_number, one.turn, one.seat, one.position),
                *(_or_nobody(one.price), one.by_auction),
            )
            for one in game.sales
        ],
        "monopolies": [
            (one.sequence_number, one.turn, one.seat, GROUPS.index(one.group))
            for one in game.monopolies
        ],
        "deals": [
            (one.sequence_number, one.turn, one.proposer, one.recipient, one.given, one.taken)
            for one in game.deals
        ],
        "economy": list(
            zip(game.economy.turns, game.economy.cash, game.economy.net_worth, strict=True)
        ),
        "events": [(words.place(name), count) for name, count in game.event_types.items()],
        "tags": [(words.place(tag),) for tag in facts.tags],
        **_decided(body.deciding, words),
    }
    packed = {
        name: np.array(rows[name], dtype).tobytes() for name, dtype in LAYOUT.items() if rows[name]
    }
    return _encode(Sheet(words.all, packed))


class _Words:
    """Every text once."""

    def __init__(self) -> None:
        self.all: list[str] = []
        self._places: dict[str, int] = {}

    def place(self, text: str) -> int:
        at = self._places.setdefault(text, len(self.all))
        if at == len(self.all):
            self.all.append(text)
        return at


def _or_nobody(value: int | None) -> int:
    return NOBODY if value is None else value


def _game(facts: Facts, game: Summary, words: _Words) -> tuple[Any, ...]:
    return (
        words.place(facts.game_id),
        words.place(facts.status),
        words.place(facts.dialect),
        facts.dated.timestamp(),
        len(game.sides),
        game.events,
        game.head,
        game.turns,
        np.nan if game.seconds is None else game.seconds,
        game.is_over,
        _or_nobody(game.winner),
        game.unsold,
        game.other_events,
        sum(1 << at for at, doubt in enumerate(DOUBTS) if doubt in game.doubts),
    )


def _seat(at: int, who: Seat, side: Side, made: Deciding, words: _Words) -> tuple[Any, ...]:
    dice = side.dice or Dice((0,) * 11, 0)
    luck = side.luck or Luck(0, 0, 0.0, 0, 0.0)
    usage = made.usage
    return (
        *(at, side.player_id),
        *(words.place(text) for text in (who.name, who.agent, who.model, who.strategy)),
        *(side.is_winner, side.is_bankrupt, side.placement or 0, side.cash, side.net_worth),
        *(side.turns, side.survived, side.jailed, side.proposed),
        side.dice is not None,
        *(dice.by_sum, dice.doubles),
        *(luck.rolls, luck.paid, luck.expected_paid, luck.received, luck.expected_received),
        side.salary or 0,
        _by_position(side.landings),
        _by_position(side.rent_paid),
        _by_position(side.rent_received),
        _by_position(side.built),
        *(_bits(side.owned), _bits(side.deeds)),
        *(made.count, made.errors, made.fallbacks, made.flawed, made.off_menu),
        *(_or_nobody(usage.prompt_tokens), usage.prompt_told),
        *(_or_nobody(usage.completion_tokens), usage.completion_told),
        *(np.nan if usage.cost_usd is None else usage.cost_usd, usage.cost_told),
    )


def _by_position(counted: dict[int, int] | None) -> tuple[int, ...]:
    found = [0] * _SPACES
    for at, count in (counted or {}).items():
        found[at] = count
    return tuple(found)


def _bits(positions: Sequence[int]) -> int:
    return sum(1 << at for at in positions)


def _decided(deciding: Sequence[Deciding], words: _Words) -> dict[str, list[tuple[Any, ...]]]:
    seats = list(enumerate(deciding))
    return {
        "options": [
            (
                *(at, SITUATIONS.index(one.situation), words.place(one.action)),
                *(one.offered, one.chosen, one.own),
            )
            for at, made in seats
            for one in made.options
        ],
        "latencies": [
            (at, bucket, count) for at, made in seats for bucket, count in made.latencies.items()
        ],
        "faults": [
            (at, FAULTS.index(fault), count)
            for at, made in seats
            for fault, count in made.faults.items()
        ],
    }
