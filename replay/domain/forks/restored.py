"""A board in the words of the native vocabulary, for `state_restored`."""

from __future__ import annotations

from typing import Any

from replay.domain import board
from replay.domain.effects import Trade
from replay.domain.setup import Setup
from replay.domain.state import State

RESHUFFLED = "Both decks, kept cards aside: no log tells their order"


def payload(state: State, setup: Setup, turn: int | None, game_id: str) -> dict[str, Any]:
    """The whole of a board; players by their ``player_id``. ``turn``: whose turn it is."""
    ids = [seat.player_id for seat in setup.seats]
    auction, trade = state.auction, state.trade
    return {
        "game": game_id,
        "at": state.sequence_number,
        "turn_number": state.turn_number,
        "turn_id": _id(ids, turn),
        "current_id": _id(ids, state.current),
        "players": [_player(state, ids, seat) for seat in range(len(ids))],
        "properties": [_deed(state, ids, at) for at in board.PROPERTIES if _is_told(state, at)],
        "bank_houses": state.bank_houses,
        "bank_hotels": state.bank_hotels,
        "auction": auction
        and {
            "position": auction.position,
            "high_bid": auction.high_bid,
            "leader_id": _id(ids, auction.leader),
            "bidders": [ids[seat] for seat in auction.bidders],
        },
        "trade": trade and _trade(trade, ids),
        "unread": state.unread,
        "missing": state.missing,
        "reshuffled": RESHUFFLED,
    }


def _id(ids: list[int], seat: int | None) -> int | None:
    return None if seat is None else ids[seat]


def _player(state: State, ids: list[int], seat: int) -> dict[str, Any]:
    player = state.players[seat]
    return {
        "player_id": ids[seat],
        "cash": player.cash,
        "position": player.position,
        "in_jail": player.in_jail,
        "jail_turns": player.jail_turns,
        "jail_cards": player.jail_cards,
        "is_bankrupt": player.is_bankrupt,
        "creditor_id": _id(ids, player.bankrupt_to),
    }


def _is_told(state: State, at: int) -> bool:
    return state.owners[at] is not None or state.houses[at] != 0 or state.mortgaged[at]


def _deed(state: State, ids: list[int], at: int) -> dict[str, Any]:
    return {
        "position": at,
        "owner_id": _id(ids, state.owners[at]),
        "houses": state.houses[at],
        "is_mortgaged": state.mortgaged[at],
    }


def _trade(trade: Trade, ids: list[int]) -> dict[str, Any]:
    return {
        "proposer_id": ids[trade.proposer],
        "recipient_id": ids[trade.recipient],
        "offer": trade.offer,
        "request": trade.request,
    }
