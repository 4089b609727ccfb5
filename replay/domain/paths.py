"""Every value on the board by name: ``players.1.cash``, ``properties.24.owner``, ``bank.houses``.

Players are named by ``player_id``, properties by position; fields are those of the state's JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, ClassVar

from msgspec import Struct

from games.domain.errors import Invalid
from replay.domain import board, effects
from replay.domain.setup import Setup
from replay.domain.state import State, net_worth

type Value = Any
type Read = Callable[[State], Value]

PLAYER_FIELDS = (
    "cash",
    "position",
    "in_jail",
    "jail_turns",
    "jail_cards",
    "is_bankrupt",
    "net_worth",
)
PROPERTY_FIELDS = ("owner", "houses", "is_mortgaged")


@dataclass(eq=False)
class UnknownPath(Invalid):
    """No value on the board has that name."""

    path: str
    code: ClassVar[str] = "unknown_path"
    sentence = (
        "{path!r} names no value of this game: use "
        f"players.<player_id>.({'|'.join(PLAYER_FIELDS)}), "
        f"properties.<position>.({'|'.join(PROPERTY_FIELDS)}), bank.houses, bank.hotels, "
        "auction, trade, turn_number, current_player, is_over or winner."
    )


class PublicAuction(Struct, frozen=True):
    """An open auction; players by ``player_id``."""

    position: int
    high_bid: int
    leader: int | None
    bidders: tuple[int, ...]


class PublicTrade(Struct, frozen=True):
    """An open offer; players by ``player_id``."""

    proposer: int
    recipient: int
    offer: effects.Bundle
    request: effects.Bundle


@lru_cache(maxsize=256)
def readers(setup: Setup) -> Mapping[str, Read]:
    """Every path of a game with the function that reads its value, as in the state's JSON."""
    ids = tuple(seat.player_id for seat in setup.seats)
    named = _of_game(ids)
    for seat, player_id in enumerate(ids):
        named |= _of_player(seat, player_id)
    for position in board.PROPERTIES:
        named |= _of_property(position, ids)
    return MappingProxyType(named)


def touched(setup: Setup, done: Iterable[effects.Any]) -> set[str]:
    """The paths that these effects can have changed; a superset of those that did change."""
    paths: set[str] = set()
    for effect in done:
        paths.update(_touched_by(setup, effect))
    return paths


def player_id_of(ids: tuple[int, ...], seat: int | None) -> int | None:
    """The public name of a seat."""
    return None if seat is None else ids[seat]


def public_auction(auction: effects.Auction | None, ids: tuple[int, ...]) -> PublicAuction | None:
    """An auction as the contract writes it."""
    if auction is None:
        return None
    return PublicAuction(
        auction.position,
        auction.high_bid,
        player_id_of(ids, auction.leader),
        tuple(ids[seat] for seat in auction.bidders),
    )


def public_trade(trade: effects.Trade | None, ids: tuple[int, ...]) -> PublicTrade | None:
    """A trade as the contract writes it."""
    if trade is None:
        return None
    return PublicTrade(ids[trade.proposer], ids[trade.recipient], trade.offer, trade.request)


def _of_game(ids: tuple[int, ...]) -> dict[str, Read]:
    return {
        "turn_number": lambda state: state.turn_number,
        "current_player": lambda state: player_id_of(ids, state.current),
        "is_over": lambda state: state.is_over,
        "winner": lambda state: player_id_of(ids, state.winner),
        "bank.houses": lambda state: state.bank_houses,
        "bank.hotels": lambda state: state.bank_hotels,
        "auction": lambda state: public_auction(state.auction, ids),
        "trade": lambda state: public_trade(state.trade, ids),
    }


def _of_player(seat: int, player_id: int) -> dict[str, Read]:
    return {
        f"players.{player_id}.cash": lambda state: state.players[seat].cash,
        f"players.{player_id}.position": lambda state: state.players[seat].position,
        f"players.{player_id}.in_jail": lambda state: state.players[seat].in_jail,
        f"players.{player_id}.jail_turns": lambda state: state.players[seat].jail_turns,
        f"players.{player_id}.jail_cards": lambda state: state.players[seat].jail_cards,
        f"players.{player_id}.is_bankrupt": lambda state: state.players[seat].is_bankrupt,
        f"players.{player_id}.net_worth": lambda state: net_worth(state, seat),
    }


def _of_property(position: int, ids: tuple[int, ...]) -> dict[str, Read]:
    return {
        f"properties.{position}.owner": lambda state: player_id_of(ids, state.owners[position]),
        f"properties.{position}.houses": lambda state: state.houses[position],
        f"properties.{position}.is_mortgaged": lambda state: state.mortgaged[position],
    }


def _touched_by(setup: Setup, effect: effects.Any) -> tuple[str, ...]:
    match effect:
        case effects.OwnerSet() | effects.HousesSet() | effects.MortgageSet():
            return _touched_deed(setup, effect)
        case effects.BankStockSet():
            return ("bank.houses", "bank.hotels")
        case effects.AuctionSet():
            return ("auction",)
        case effects.TradeSet():
            return ("trade",)
        case effects.TurnStarted() | effects.CurrentSet():
            return ("turn_number", "current_player")
        case effects.GameOver():
            return ("is_over", "winner")
        case effects.Remembered() | effects.DoubtSet():
            return ()
        case _:
            return _touched_player(f"players.{setup.seats[effect.seat].player_id}", effect)


def _touched_deed(
    setup: Setup, effect: effects.OwnerSet | effects.HousesSet | effects.MortgageSet
) -> tuple[str, ...]:
    worths = tuple(f"players.{seat.player_id}.net_worth" for seat in setup.seats)
    deed = f"properties.{effect.position}"
    match effect:
        case effects.OwnerSet():
            return (f"{deed}.owner", *worths)
        case effects.HousesSet():
            return (f"{deed}.houses", *worths)
        case effects.MortgageSet():
            return (f"{deed}.is_mortgaged", *worths)


def _touched_player(
    player: str,
    effect: effects.CashMoved
    | effects.TokenMoved
    | effects.Jailed
    | effects.JailTurnsSet
    | effects.Released
    | effects.JailCardsMoved
    | effects.WentBankrupt,
) -> tuple[str, ...]:
    match effect:
        case effects.CashMoved():
            return (f"{player}.cash", f"{player}.net_worth")
        case effects.TokenMoved():
            return (f"{player}.position",)
        case effects.Jailed():
            return (f"{player}.in_jail", f"{player}.jail_turns", f"{player}.position")
        case effects.JailTurnsSet():
            return (f"{player}.jail_turns",)
        case effects.Released():
            return (f"{player}.in_jail", f"{player}.jail_turns")
        case effects.JailCardsMoved():
            return (f"{player}.jail_cards",)
        case effects.WentBankrupt():
            return (f"{player}.is_bankrupt",)
