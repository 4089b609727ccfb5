"""How a game starts and ends, for a player and for all."""

from __future__ import annotations

from replay.domain import board, effects
from replay.domain.dialects.arena import payloads
from replay.domain.dialects.arena.table import Table
from replay.domain.state import State

type Effects = tuple[effects.Any, ...]


def game_start(payload: payloads.GameStart, state: State, _table: Table) -> Effects:
    """The cash it names, should config not have said so already."""
    cash = payload.starting_cash
    if cash is None:
        return ()
    return tuple(
        effects.CashMoved(seat, cash - player.cash, "starting_cash")
        for seat, player in enumerate(state.players)
        if player.cash != cash
    )


def bankruptcy(payload: payloads.Bankruptcy, state: State, table: Table) -> Effects:
    """All of it is implied: buildings at half price, then everything to the creditor or the bank.

    The creditor pays the bank 10 % of each mortgage he takes over; the bank wipes mortgages out.
    """
    seat = table.seat[payload.player_id]
    creditor = None if payload.creditor_id is None else table.seat[payload.creditor_id]
    deeds = [at for at in board.PROPERTIES if state.owners[at] == seat]
    sold, proceeds = _sold(deeds, state)
    left = state.players[seat].cash + proceeds
    cards = state.players[seat].jail_cards
    done: list[effects.Any] = [*sold]
    if proceeds:
        done.append(effects.CashMoved(seat, proceeds, "building"))
    if left:
        done.append(effects.CashMoved(seat, -left, "bankruptcy"))
    if cards:
        done.append(effects.JailCardsMoved(seat, -cards))
    if creditor is None:
        done += _returned(deeds, state)
    elif creditor != seat:  # an engine may take any number for the creditor
        done += _inherited(deeds, left, cards, creditor, state)
    return (*done, effects.WentBankrupt(seat, creditor))


def game_end(payload: payloads.GameEnd, _state: State, table: Table) -> Effects:
    """The winner by id; by name only where no id is told, for two may share one."""
    if payload.player_id is not None:
        return (effects.GameOver(table.seat[payload.player_id]),)
    match payload.winner_id:
        case None:
            return (effects.GameOver(None),)
        case str(name):
            return (effects.GameOver(table.seat_named(name)),)
        case player:
            return (effects.GameOver(table.seat[player]),)


def _sold(deeds: list[int], state: State) -> tuple[list[effects.Any], int]:
    houses, hotels, proceeds = state.bank_houses, state.bank_hotels, 0
    built = [at for at in deeds if state.houses[at]]
    for at in built:
        cost = board.SPACES[at].house_cost
        if state.houses[at] == board.HOTEL:  # the engine pays for the hotel's last step alone
            hotels += 1
            proceeds += cost // 2
        else:
            houses += state.houses[at]
            proceeds += state.houses[at] * cost // 2
    done: list[effects.Any] = [effects.HousesSet(at, 0) for at in built]
    if built:
        done.append(effects.BankStockSet(houses, hotels))
    return done, proceeds


def _returned(deeds: list[int], state: State) -> list[effects.Any]:
    done: list[effects.Any] = [effects.OwnerSet(at, None) for at in deeds]
    done += (effects.MortgageSet(at, is_mortgaged=False) for at in deeds if state.mortgaged[at])
    return done


def _inherited(
    deeds: list[int], cash: int, cards: int, creditor: int, state: State
) -> list[effects.Any]:
    done: list[effects.Any] = [effects.OwnerSet(at, creditor) for at in deeds]
    fee = sum(board.SPACES[at].mortgage // 10 for at in deeds if state.mortgaged[at])
    if cash:
        done.append(effects.CashMoved(creditor, cash, "bankruptcy"))
    if fee:
        done.append(effects.CashMoved(creditor, -fee, "mortgage_transfer_fee"))
    if cards:
        done.append(effects.JailCardsMoved(creditor, cards))
    return done
