"""Recordings of monopoly_game_arena, in both ways in which it tells a game."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from games.domain.envelope import Event
from replay.domain import board
from replay.domain.setup import Seat, Setup
from tests.corpus import Recording, Truth, lines


def read(folder: Path) -> Recording:
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
    truths = [(at, truth) for at, truth in _truths(folder) if at <= last]
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
    truths = [(numbered[at], truth) for at, truth in _truths(folder) if at < len(numbered)]
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


def _truths(folder: Path) -> list[tuple[int, Truth]]:
    rows = map(json.loads, lines(folder / "states.jsonl.xz"))
    return [(row["event_id"], truth_of(row["state"], row["snapshot"])) for row in rows]


def truth_of(state: dict[str, Any], snapshot: dict[str, Any]) -> Truth:
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
        "auction": _auction(snapshot["auction"]),
        "is_over": state["game_over"],
        "winner": state["winner"],
    }
    if not state["game_over"]:  # the time limit strikes after the turn has passed on, unlogged
        truth["turn_number"] = state["turn_number"]
        truth["current_player"] = state["current_player_id"]
    return truth


def _auction(auction: Truth | None) -> Truth | None:
    return auction and {
        "position": auction["property_position"],
        "high_bid": auction["current_bid"],
        "leader": auction["high_bidder"],
        "bidders": auction["active_bidders"],
    }
