"""Games recorded by other engines, each with the engine's own state after every step.

A recording is a folder with ``meta.json``, ``events.jsonl.xz`` and ``states.jsonl.xz``. Two small
ones live in ``tests/recordings``; the whole corpus is where ``CORPUS`` says, or in
``shared/corpus`` beside the repository. What an engine said of its own state is brought to the
shape of our State JSON, holding only what that engine tells, so that one comparison serves all.
"""

from __future__ import annotations

import json
import lzma
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from games.domain.envelope import Event
from replay.domain import board
from replay.domain.dialects import Dialect
from replay.domain.fold import Fold, FoldBreak
from replay.domain.setup import Seat, Setup
from replay.domain.state import State, copy, initial

type Truth = dict[str, Any]
type Mismatch = tuple[int, str, Any, Any]
"""Sequence number, path, what the engine had, what we had."""

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Recording:
    """One game: how it was set up, its events, and (sequence number, truth) per step, ascending."""

    name: str
    setup: Setup
    events: list[Event]
    truths: list[tuple[int, Truth]]


def folders(engine: str) -> list[Path]:
    """Every recording of ``engine`` ("benchmark" or "arena") to be found, by name."""
    places = (_HERE / "recordings", _corpus())
    found = {folder.name: folder for place in places for folder in (place / engine).glob("*")}
    return [found[name] for name in sorted(found)]


def _corpus() -> Path:
    named = os.environ.get("CORPUS")
    return Path(named) if named else _HERE.parent.parent / "shared" / "corpus"


def lines(path: Path) -> Iterator[bytes]:
    """The lines of an xz-compressed JSONL file."""
    with lzma.open(path) as file:
        yield from file


class _Actor(msgspec.Struct):
    player_id: str | None = None


class _BenchmarkLine(msgspec.Struct):
    seq: int
    turn_index: int
    ts_ms: int
    type: str
    payload: msgspec.Raw
    actor: _Actor


def read_benchmark(folder: Path) -> Recording:
    """A game of monopoly-llm-benchmark: its event envelopes, their payload bytes untouched."""
    players = json.loads((folder / "meta.json").read_bytes())["players"]
    seat_of = {player["player_id"]: seat for seat, player in enumerate(players)}
    setup = Setup(
        seats=tuple(Seat(seat, player["name"]) for seat, player in enumerate(players)),
        dialect="monopoly-llm-benchmark",
        player_ids=tuple(seat_of),
    )
    decode = msgspec.json.Decoder(_BenchmarkLine).decode
    events = [
        Event(
            sequence_number=line.seq,
            turn_number=line.turn_index,
            event_type=line.type,
            timestamp=datetime.fromtimestamp(line.ts_ms / 1000, UTC),
            payload=msgspec.Raw(bytes(line.payload)),
            actor_player_id=seat_of.get(line.actor.player_id or ""),
        )
        for line in map(decode, lines(folder / "events.jsonl.xz"))
    ]
    rows = map(json.loads, lines(folder / "states.jsonl.xz"))
    truths = [(row["seq"], _benchmark_truth(row["state"], seat_of)) for row in rows]
    return Recording(folder.name, setup, events, truths)


def _benchmark_truth(state: dict[str, Any], seat_of: dict[str | None, int]) -> Truth:
    over = state["phase"] == "GAME_OVER"
    return {
        "turn_number": state["turn_index"],
        "current_player": seat_of[state["active_player_id"]],
        "is_over": over,
        "winner": seat_of[state["active_player_id"]] if over else None,
        "players": [
            {
                "cash": player["cash"],
                "position": player["position"],
                "in_jail": player["in_jail"],
                "jail_turns": player["jail_turns"],
                "jail_cards": player["get_out_of_jail_cards"],
                "is_bankrupt": player["bankrupt"],
                "bankrupt_to": seat_of.get(player["bankrupt_to"]),
            }
            for player in state["players"]
        ],
        "properties": [
            {
                "position": space["index"],
                "owner": seat_of.get(space["owner_id"]),
                "houses": board.HOTEL if space["hotel"] else space["houses"],
                "is_mortgaged": space["mortgaged"],
            }
            for space in state["board"]
            if space["price"] is not None
        ],
        "bank": {
            "houses": state["bank"]["houses_remaining"],
            "hotels": state["bank"]["hotels_remaining"],
        },
        "auction": _benchmark_auction(state["auction"], seat_of),
        "trade": _benchmark_trade(state["trade"], seat_of),
        "memory": {"doubles": sum(player["doubles_count"] for player in state["players"])},
    }


def _benchmark_auction(auction: Truth | None, seat_of: dict[str | None, int]) -> Truth | None:
    return auction and {
        "position": _position(auction["property_space_key"]),
        "high_bid": auction["current_high_bid"],
        "leader": seat_of.get(auction["current_leader_player_id"]),
        "bidders": [seat_of[bidder] for bidder in auction["active_bidders_player_ids"]],
    }


def _benchmark_trade(trade: Truth | None, seat_of: dict[str | None, int]) -> Truth | None:
    if trade is None:
        return None
    parties = [trade["initiator_player_id"], trade["counterparty_player_id"]]
    if trade["exchange_index"] % 2:  # each counter-offer turns the table
        parties.reverse()
    return {
        "proposer": seat_of[parties[0]],
        "recipient": seat_of[parties[1]],
        "offer": _bundle(trade["current_offer"]["offer"]),
        "request": _bundle(trade["current_offer"]["request"]),
    }


def _bundle(side: Truth) -> Truth:
    return {
        "cash": side["cash"],
        "properties": [_position(key) for key in side["properties"]],
        "jail_cards": side["get_out_of_jail_cards"],
    }


def _position(key: str) -> int:
    """The position of ``ST_CHARLES_PLACE``, told by the letters and digits alone."""
    names = {"".join(filter(str.isalnum, space.name)).upper(): space for space in board.SPACES}
    return names[key.replace("_", "")].position


def read_arena(folder: Path) -> Recording:
    """A game of monopoly_game_arena: its game_events rows, whose stream starts at 2."""
    players = json.loads((folder / "meta.json").read_bytes())["players"]
    decode = msgspec.json.Decoder(Event).decode
    events = [
        msgspec.structs.replace(row, payload=msgspec.Raw(bytes(row.payload)))
        for row in map(decode, lines(folder / "events.jsonl.xz"))
    ]
    setup = Setup(
        seats=tuple(Seat(player["player_id"], player["name"]) for player in players),
        dialect="monopoly-game-arena",
        first_sequence=events[0].sequence_number,
    )
    last = events[-1].sequence_number  # its final flush fails when a bankruptcy ends the game
    truths = [(at, truth) for at, truth in _arena_truths(folder) if at <= last]
    return Recording(folder.name, setup, events, truths)


_UNNUMBERED = {"llm_decision", "player_state_detailed"}
"""Lines of the GameLogger that stand for no event of the engine's own log."""


def read_gamelogger(folder: Path) -> Recording:
    """The same game as monopoly_game_arena's GameLogger tells it: each payload the whole line.

    Its numbers are its own: a truth holds after the line of the engine event it names.
    """
    players = json.loads((folder / "meta.json").read_bytes())["players"]
    setup = Setup(
        seats=tuple(Seat(player["player_id"], player["name"]) for player in players),
        dialect="monopoly-game-arena",
    )
    events = [_logged(line.strip()) for line in lines(folder / "gamelogger.jsonl.xz")]
    numbered = [one.sequence_number for one in events if one.event_type not in _UNNUMBERED]
    truths = [(numbered[at], truth) for at, truth in _arena_truths(folder) if at < len(numbered)]
    return Recording(f"{folder.name} gamelogger", setup, events, truths)


def _logged(line: bytes) -> Event:
    told = json.loads(line)
    return Event(
        sequence_number=told["event_id"],
        turn_number=told["turn_number"],
        event_type=told["event_type"],
        timestamp=datetime.fromisoformat(told["timestamp"]),
        payload=msgspec.Raw(line),
        actor_player_id=told.get("player_id"),
    )


def _arena_truths(folder: Path) -> list[tuple[int, Truth]]:
    rows = map(json.loads, lines(folder / "states.jsonl.xz"))
    return [(row["event_id"], _arena_truth(row["state"], row["snapshot"])) for row in rows]


def _arena_truth(state: dict[str, Any], snapshot: dict[str, Any]) -> Truth:
    kept = ("cash", "position", "in_jail", "jail_turns", "jail_cards", "is_bankrupt")
    truth: Truth = {
        "players": [{key: player[key] for key in kept} for player in state["players"]],
        "properties": [
            dict(
                zip(
                    ("position", "owner", "houses", "is_mortgaged"),
                    (position, *state["ownership"].get(str(position), (None, 0, False))),
                    strict=True,
                )
            )
            for position in board.PROPERTIES
        ],
        "bank": dict(zip(("houses", "hotels"), state["bank"], strict=True)),
        "auction": _arena_auction(snapshot["auction"]),
        "is_over": state["game_over"],
        "winner": state["winner"],
    }
    if not state["game_over"]:  # the time limit strikes after the turn has passed on, unlogged
        truth["turn_number"] = state["turn_number"]
        truth["current_player"] = state["current_player_id"]
    return truth


def _arena_auction(auction: Truth | None) -> Truth | None:
    return auction and {
        "position": auction["property_position"],
        "high_bid": auction["current_bid"],
        "leader": auction["high_bidder"],
        "bidders": auction["active_bidders"],
    }


def seen(state: State) -> Truth:
    """Our state in the shape of a truth."""
    return {
        "turn_number": state.turn_number,
        "current_player": state.current,
        "is_over": state.is_over,
        "winner": state.winner,
        "players": [msgspec.structs.asdict(player) for player in state.players],
        "properties": [
            {
                "position": at,
                "owner": state.owners[at],
                "houses": state.houses[at],
                "is_mortgaged": state.mortgaged[at],
            }
            for at in board.PROPERTIES
        ],
        "bank": {"houses": state.bank_houses, "hotels": state.bank_hotels},
        "auction": state.auction
        and {**msgspec.structs.asdict(state.auction), "bidders": list(state.auction.bidders)},
        "trade": state.trade and msgspec.json.decode(msgspec.json.encode(state.trade)),
        "memory": state.memory,
    }


def difference(truth: Any, ours: Any, path: str = "") -> tuple[str, Any, Any] | None:
    """The first path where ``ours`` is not as told: path, truth, ours. What is not told, passes."""
    if isinstance(truth, dict) and isinstance(ours, dict):
        pairs: Iterable[tuple[Any, Any, Any]] = ((k, v, ours.get(k)) for k, v in truth.items())
    elif isinstance(truth, list) and isinstance(ours, list) and len(truth) == len(ours):
        pairs = zip(range(len(truth)), truth, ours, strict=True)
    else:
        same = type(truth) is type(ours) and truth == ours
        return None if same else (path, truth, ours)
    for key, left, right in pairs:
        if found := difference(left, right, f"{path}.{key}" if path else str(key)):
            return found
    return None


def first_mismatch(
    recording: Recording,
    dialect: Dialect,
    start: State | None = None,
) -> Mismatch | None:
    """Fold the recording, from its beginning or from ``start`` on, and compare after every step.

    A fold that breaks, and events that end before the last truth, are mismatches too.
    """
    fold = Fold(dialect, initial(recording.setup) if start is None else copy(start))
    known = fold.state.sequence_number + 1 - recording.setup.first_sequence
    truths = iter(recording.truths)
    at, truth = next(truths, (None, None))
    while at is not None and at <= fold.state.sequence_number:  # told before the first event
        at, truth = next(truths, (None, None))
    for event in islice(recording.events, known, None):
        try:
            fold.push(event)
        except FoldBreak as broken:
            return event.sequence_number, "fold", None, str(broken)
        while at == event.sequence_number:
            if found := difference(truth, seen(fold.state)):
                return event.sequence_number, *found
            at, truth = next(truths, (None, None))
    return None if at is None else (at, "end", "a step", "no event")
