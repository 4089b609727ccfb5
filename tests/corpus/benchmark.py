"""Recordings of monopoly-llm-benchmark."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from games.domain.envelope import Event
from replay.domain import board
from replay.domain.setup import Seat, Setup
from tests.corpus import Recording, Truth, lines


class _Actor(msgspec.Struct):
    player_id: str | None = None


class _BenchmarkLine(msgspec.Struct):
    seq: int
    turn_index: int
    ts_ms: int
    type: str
    payload: msgspec.Raw
    actor: _Actor


def read(folder: Path) -> Recording:
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
    truths = [(row["seq"], _truth(row["state"], seat_of)) for row in rows]
    return Recording(folder.name, setup, events, truths)


def _truth(state: dict[str, Any], seat_of: dict[str | None, int]) -> Truth:
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
        "auction": _auction(state["auction"], seat_of),
        "trade": _trade(state["trade"], seat_of),
        "memory": {"doubles": sum(player["doubles_count"] for player in state["players"])},
    }


def _auction(auction: Truth | None, seat_of: dict[str | None, int]) -> Truth | None:
    return auction and {
        "position": _position(auction["property_space_key"]),
        "high_bid": auction["current_high_bid"],
        "leader": seat_of.get(auction["current_leader_player_id"]),
        "bidders": [seat_of[bidder] for bidder in auction["active_bidders_player_ids"]],
    }


def _trade(trade: Truth | None, seat_of: dict[str | None, int]) -> Truth | None:
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
