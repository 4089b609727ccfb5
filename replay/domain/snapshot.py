"""A state as the public JSON of the contract, and what differs between two of them."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from replay.domain import board, paths
from replay.domain.setup import Setup
from replay.domain.state import State, net_worth


class Difference(Struct, frozen=True):
    """One value that is not the same at two moments."""

    path: str
    before: Any
    after: Any


def public(state: State, setup: Setup, game_id: str) -> dict[str, Any]:
    """The board as other programs read it: positions 0-39, houses 5 = hotel, dollars.

    ``warnings`` is there only where the board may differ from the engine's own.
    """
    ids = tuple(seat.player_id for seat in setup.seats)
    shown: dict[str, Any] = {
        "game_id": game_id,
        "sequence_number": state.sequence_number,
        "turn_number": state.turn_number,
        "current_player": paths.player_id_of(ids, state.current),
        "is_over": state.is_over,
        "winner": paths.player_id_of(ids, state.winner),
        "players": [_player(state, setup, seat) for seat in range(len(ids))],
        "properties": [_property(state, ids, position) for position in board.PROPERTIES],
        "bank": {"houses": state.bank_houses, "hotels": state.bank_hotels},
        "auction": paths.auction_json(state.auction, ids),
        "trade": paths.trade_json(state.trade, ids),
    }
    doubts = warnings(state)
    if doubts:
        shown["warnings"] = doubts
    return shown


def warnings(state: State) -> list[str]:
    """Why this board may not be the engine's own; empty where nothing is in doubt."""
    doubts = []
    if state.missing:
        doubts.append(
            f"{_events(state.missing)} up to here {_are(state.missing)} missing from the log: "
            "the board may be wrong"
        )
    if state.unread:
        doubts.append(
            f"{_events(state.unread)} up to here {_are(state.unread)} of a type this dialect does "
            "not know: the board may be wrong"
        )
    return doubts


def differences(before: State, after: State, setup: Setup) -> list[Difference]:
    """Every public value that differs, in the order of `paths.readers`."""
    found = []
    for path, read in paths.readers(setup).items():
        old, new = read(before), read(after)
        if old != new:
            found.append(Difference(path, old, new))
    return found


def _events(count: int) -> str:
    return "1 event" if count == 1 else f"{count:,} events"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _player(state: State, setup: Setup, seat: int) -> dict[str, Any]:
    player = state.players[seat]
    return {
        "player_id": setup.seats[seat].player_id,
        "name": setup.seats[seat].name,
        "cash": player.cash,
        "position": player.position,
        "in_jail": player.in_jail,
        "jail_turns": player.jail_turns,
        "jail_cards": player.jail_cards,
        "is_bankrupt": player.is_bankrupt,
        "net_worth": net_worth(state, seat),
    }


def _property(state: State, ids: tuple[int, ...], position: int) -> dict[str, Any]:
    return {
        "position": position,
        "owner": paths.player_id_of(ids, state.owners[position]),
        "houses": state.houses[position],
        "is_mortgaged": state.mortgaged[position],
    }
