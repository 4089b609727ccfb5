"""A state as the public JSON of the contract, and what differs between two of them."""

from __future__ import annotations

from typing import Any

from msgspec import UNSET, Struct, UnsetType

from replay.domain import board, paths
from replay.domain.setup import Setup
from replay.domain.state import State, net_worth


class PublicPlayer(Struct, frozen=True):
    """One player: dollars, position 0-39."""

    player_id: int
    name: str
    cash: int
    position: int
    in_jail: bool
    jail_turns: int
    jail_cards: int
    is_bankrupt: bool
    net_worth: int


class PublicProperty(Struct, frozen=True):
    """One deed; ``houses`` 5 is a hotel, ``owner`` null the bank."""

    position: int
    owner: int | None
    houses: int
    is_mortgaged: bool


class PublicBank(Struct, frozen=True):
    """What the bank has left."""

    houses: int
    hotels: int


class PublicState(Struct, frozen=True):
    """The board as other programs read it. ``properties``: all 28, ascending.

    ``warnings`` is there only where the board may differ from the engine's own.
    """

    game_id: str
    sequence_number: int
    turn_number: int
    current_player: int | None
    is_over: bool
    winner: int | None
    players: list[PublicPlayer]
    properties: list[PublicProperty]
    bank: PublicBank
    auction: paths.PublicAuction | None
    trade: paths.PublicTrade | None
    warnings: list[str] | UnsetType = UNSET


class Difference(Struct, frozen=True):
    """One value that is not the same at two moments."""

    path: str
    before: Any
    after: Any


def public(state: State, setup: Setup, game_id: str, problem: str | None = None) -> PublicState:
    """The board after ``state.sequence_number``; ``problem``: why none of the game can be read."""
    ids = tuple(seat.player_id for seat in setup.seats)
    return PublicState(
        game_id=game_id,
        sequence_number=state.sequence_number,
        turn_number=state.turn_number,
        current_player=paths.player_id_of(ids, state.current),
        is_over=state.is_over,
        winner=paths.player_id_of(ids, state.winner),
        players=[_player(state, setup, seat) for seat in range(len(ids))],
        properties=[_property(state, ids, position) for position in board.PROPERTIES],
        bank=PublicBank(state.bank_houses, state.bank_hotels),
        auction=paths.public_auction(state.auction, ids),
        trade=paths.public_trade(state.trade, ids),
        warnings=warnings(state, problem) or UNSET,
    )


def warnings(state: State, problem: str | None = None) -> list[str]:
    """Why this board may not be the engine's own; empty where nothing is in doubt."""
    if problem is not None:
        return [f"This game cannot be read, and this is no board of it: {problem}"]
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


def _player(state: State, setup: Setup, seat: int) -> PublicPlayer:
    player = state.players[seat]
    return PublicPlayer(
        player_id=setup.seats[seat].player_id,
        name=setup.seats[seat].name,
        cash=player.cash,
        position=player.position,
        in_jail=player.in_jail,
        jail_turns=player.jail_turns,
        jail_cards=player.jail_cards,
        is_bankrupt=player.is_bankrupt,
        net_worth=net_worth(state, seat),
    )


def _property(state: State, ids: tuple[int, ...], position: int) -> PublicProperty:
    return PublicProperty(
        position=position,
        owner=paths.player_id_of(ids, state.owners[position]),
        houses=state.houses[position],
        is_mortgaged=state.mortgaged[position],
    )
