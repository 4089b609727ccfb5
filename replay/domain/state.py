"""The board at one moment, and the one function that changes it."""

from __future__ import annotations

from typing import Any, assert_never

import msgspec
from msgspec import Struct, field

from replay.domain import board, effects
from replay.domain.setup import Setup

_OWNABLE = frozenset(board.PROPERTIES)


class PlayerState(Struct):
    """One seat: dollars, position 0-39, jail."""

    cash: int
    position: int = 0
    in_jail: bool = False
    jail_turns: int = 0
    jail_cards: int = 0
    is_bankrupt: bool = False
    bankrupt_to: int | None = None


class State(Struct):
    """Everything a fold must know after an event, complete enough to go on from.

    ``owners``, ``houses`` and ``mortgaged`` have 40 entries, by position. ``memory`` belongs to the
    dialect: what its interpreter must remember between events. ``unread`` counts events nobody
    understood so far, ``missing`` those marked as lost: where either is not zero the board may
    differ from the engine's, and whoever shows it must say so.
    """

    sequence_number: int
    players: list[PlayerState]
    turn_number: int = 0
    current: int | None = 0
    is_over: bool = False
    winner: int | None = None
    owners: list[int | None] = field(default_factory=lambda: [None] * 40)
    houses: list[int] = field(default_factory=lambda: [0] * 40)
    mortgaged: list[bool] = field(default_factory=lambda: [False] * 40)
    bank_houses: int = board.HOUSES
    bank_hotels: int = board.HOTELS
    auction: effects.Auction | None = None
    trade: effects.Trade | None = None
    memory: dict[str, Any] = field(default_factory=dict)
    unread: int = 0
    missing: int = 0


def initial(setup: Setup) -> State:
    """The board before the first event: everyone on Go with the starting cash."""
    return State(
        sequence_number=setup.first_sequence - 1,
        players=[PlayerState(setup.starting_cash) for _ in setup.seats],
        current=0 if setup.seats else None,
    )


def copy(state: State) -> State:
    """An independent copy; effects' values are immutable and shared."""
    twin = msgspec.structs.replace(
        state,
        owners=state.owners.copy(),
        houses=state.houses.copy(),
        mortgaged=state.mortgaged.copy(),
        memory=state.memory.copy(),
    )
    twin.players = [msgspec.structs.replace(player) for player in state.players]
    return twin


def apply(state: State, effect: effects.Any) -> State:
    """The state after an effect. Total over effects whose seats exist and deeds are deeds.

    Raises:
        ValueError, IndexError: they do not.
    """
    after = copy(state)
    mutate(after, effect)
    return after


def mutate(state: State, effect: effects.Any) -> None:
    """`apply` in place, for the fold's own working state."""
    match effect:
        case effects.CashMoved():
            state.players[effect.seat].cash += effect.amount
        case effects.TokenMoved():
            state.players[effect.seat].position = effect.position
        case effects.CurrentSet():
            state.current = effect.seat
        case effects.DoubtSet():
            state.unread, state.missing = effect.unread, effect.missing
        case effects.Remembered():
            state.memory[effect.key] = effect.value
        case effects.TurnStarted():
            state.current, state.turn_number = effect.seat, effect.turn_number
        case effects.AuctionSet():
            state.auction = effect.auction
        case effects.TradeSet():
            state.trade = effect.trade
        case effects.GameOver():
            state.is_over, state.winner = True, effect.winner
        case (
            effects.OwnerSet()
            | effects.HousesSet()
            | effects.MortgageSet()
            | effects.BankStockSet()
        ):
            _mutate_deed(state, effect)
        case _:
            _mutate_player(state.players[effect.seat], effect)


def _mutate_deed(
    state: State,
    effect: effects.OwnerSet | effects.HousesSet | effects.MortgageSet | effects.BankStockSet,
) -> None:
    match effect:
        case effects.BankStockSet():
            state.bank_houses, state.bank_hotels = effect.houses, effect.hotels
        case _ if effect.position not in _OWNABLE:
            raise ValueError(f"{board.SPACES[effect.position].name} is nobody's to own")
        case effects.OwnerSet():
            state.owners[effect.position] = effect.owner
        case effects.HousesSet():
            state.houses[effect.position] = effect.houses
        case effects.MortgageSet():
            state.mortgaged[effect.position] = effect.is_mortgaged
        case _:
            assert_never(effect)


def _mutate_player(
    player: PlayerState,
    effect: effects.Jailed
    | effects.JailTurnsSet
    | effects.Released
    | effects.JailCardsMoved
    | effects.WentBankrupt,
) -> None:
    match effect:
        case effects.Jailed():
            player.position, player.in_jail, player.jail_turns = board.JAIL, True, 0
        case effects.JailTurnsSet():
            player.jail_turns = effect.turns
        case effects.Released():
            player.in_jail, player.jail_turns = False, 0
        case effects.JailCardsMoved():
            player.jail_cards += effect.count
        case effects.WentBankrupt():
            player.is_bankrupt, player.bankrupt_to = True, effect.creditor
        case _:
            assert_never(effect)


def net_worth(state: State, seat: int) -> int:
    """Cash, deeds at their price (half when mortgaged), buildings at cost.

    Source: the rule for income tax in the official rules; it is also how monopoly_game_arena
    counts its players' final net worth.
    """
    worth = state.players[seat].cash
    for position in board.PROPERTIES:
        if state.owners[position] == seat:
            space = board.SPACES[position]
            worth += space.mortgage if state.mortgaged[position] else space.price
            worth += state.houses[position] * space.house_cost
    return worth
