"""What `state_restored` does: from the board before to the one it tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from replay.domain import board, effects
from replay.domain.dialects.native import restored as p
from replay.domain.state import State

type Seats = Mapping[int | str | None, int]
type Done = tuple[effects.Any, ...]

_BARE = p.RestoredProperty(0)


def state_restored(event: p.StateRestored, seats: Seats, state: State) -> Done:
    """Only what differs from the board before, so that a diff shows what was really set.

    Raises:
        ValueError: it is over, a player is told of twice or comes back from bankruptcy, or turns
            have begun that are not to have begun.
    """
    if state.is_over:
        raise ValueError("the game is over")
    if len({player.player_id for player in event.players}) != len(event.players):
        raise ValueError("it tells of a player twice")
    stock = effects.BankStockSet(event.bank_houses, event.bank_hotels)
    return (
        *_turn(event, seats, state),
        *(one for player in event.players for one in _player(player, seats, state)),
        *_deeds(event, seats, state),
        *([] if stock == effects.BankStockSet(state.bank_houses, state.bank_hotels) else [stock]),
        *_table(event, seats, state),
    )


def _turn(event: p.StateRestored, seats: Seats, state: State) -> Iterator[effects.Any]:
    current = state.current
    if event.turn_id is not None:
        current = seats[event.turn_id]
        yield effects.TurnStarted(current, event.turn_number)
    elif event.turn_number != state.turn_number:
        raise ValueError(f"no turn has begun, and turn {event.turn_number} is told")
    asked = None if event.current_id is None else seats[event.current_id]
    if asked != current:
        yield effects.CurrentSet(asked)


def _player(told: p.RestoredPlayer, seats: Seats, state: State) -> Iterator[effects.Any]:
    seat = seats[told.player_id]
    stood = state.players[seat]
    if told.cash != stood.cash:
        yield effects.CashMoved(seat, told.cash - stood.cash, "restored")
    at, turns = stood.position, stood.jail_turns
    if told.in_jail != stood.in_jail:
        yield effects.Jailed(seat) if told.in_jail else effects.Released(seat)
        at, turns = (board.JAIL if told.in_jail else at), 0
    if told.position != at:
        yield effects.TokenMoved(seat, told.position)
    if told.jail_turns != turns:
        yield effects.JailTurnsSet(seat, told.jail_turns)
    if told.jail_cards != stood.jail_cards:
        yield effects.JailCardsMoved(seat, told.jail_cards - stood.jail_cards)
    if told.is_bankrupt:
        creditor = None if told.creditor_id is None else seats[told.creditor_id]
        yield effects.WentBankrupt(seat, creditor)
    elif stood.is_bankrupt:
        raise ValueError(f"player {told.player_id} is bankrupt and cannot come back")


def _deeds(event: p.StateRestored, seats: Seats, state: State) -> Iterator[effects.Any]:
    told = {one.position: one for one in event.properties}
    for at in (*board.PROPERTIES, *(told.keys() - set(board.PROPERTIES))):
        one = told.get(at, _BARE)
        owner = None if one.owner_id is None else seats[one.owner_id]
        if at not in board.PROPERTIES or owner != state.owners[at]:
            yield effects.OwnerSet(at, owner)
        if one.houses != state.houses[at]:
            yield effects.HousesSet(at, one.houses)
        if one.is_mortgaged != state.mortgaged[at]:
            yield effects.MortgageSet(at, one.is_mortgaged)


def _table(event: p.StateRestored, seats: Seats, state: State) -> Iterator[effects.Any]:
    auction, trade = _auction(event.auction, seats), _trade(event.trade, seats)
    if auction != state.auction:
        yield effects.AuctionSet(auction)
    if trade != state.trade:
        yield effects.TradeSet(trade)
    if (event.unread, event.missing) != (state.unread, state.missing):
        yield effects.DoubtSet(event.unread, event.missing)


def _auction(told: p.RestoredAuction | None, seats: Seats) -> effects.Auction | None:
    if told is None:
        return None
    leader = None if told.leader_id is None else seats[told.leader_id]
    bidders = tuple(seats[bidder] for bidder in told.bidders)
    return effects.Auction(told.position, told.high_bid, leader, bidders)


def _trade(told: p.RestoredTrade | None, seats: Seats) -> effects.Trade | None:
    if told is None:
        return None
    proposer, recipient = seats[told.proposer_id], seats[told.recipient_id]
    return effects.Trade(proposer, recipient, _bundle(told.offer), _bundle(told.request))


def _bundle(told: p.Goods) -> effects.Bundle:
    return effects.Bundle(told.cash, told.properties, told.jail_cards)
