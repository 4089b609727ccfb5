"""An auction or an offer that is open: it goes on, or is closed where the rules have none such."""

from __future__ import annotations

from replay.domain import effects
from replay.domain.board import SPACES
from replay.domain.forks.past import Past
from replay.domain.rules import auctions, buildings, decks, holdings, trades
from replay.domain.rules.agenda import Answer, Bidding, Building, Sale
from replay.domain.rules.game import Game

_DEEDS = frozenset(at for lots in holdings.GROUPS.values() for at in lots)


def go_on(game: Game, seat: int, past: Past, notes: list[str]) -> None:
    """With the auction; an offer beside it, as one engine allows, is turned down."""
    if game.state.auction is None:
        _answer(game, past, notes)
        return
    if game.state.trade is not None:
        _turn_down(game, notes)
    _bid_on(game, seat, past, notes)


def close(game: Game, notes: list[str]) -> None:
    """Whatever is open at the table is closed without a result."""
    if game.state.auction is not None:
        _call_off(game, notes)
    if game.state.trade is not None:
        _turn_down(game, notes)


def _bid_on(game: Game, seat: int, past: Past, notes: list[str]) -> None:
    """The auction goes on with the next bidder, or begins anew where it cannot be a lawful one."""
    auction = game.state.auction
    if auction is None:
        return
    at = auction.position
    building = buildings.next_on(game.state, at) if past.is_building else None
    if not _is_lawful(game, auction, building):
        _call_off(game, notes)
        if at in _DEEDS and game.state.owners[at] is None:
            notes.append(f"{SPACES[at].name} is put up for auction anew")
            game.push(Sale(seat, at))
        return
    opening = SPACES[at].house_cost
    if building is not None and not auction.high_bid and game.player(seat).cash >= opening:
        auctions.tell_bid(game, seat, opening)  # who asks for a building has bid its price
    game.push(Bidding(seat if past.asked is None else past.asked, building))


def _is_lawful(game: Game, auction: effects.Auction, building: Building | None) -> bool:
    seats = {*auction.bidders} if auction.leader is None else {*auction.bidders, auction.leader}
    if auction.position not in _DEEDS or not seats <= set(game.live()) or auction.high_bid < 0:
        return False
    if auction.leader is not None and game.player(auction.leader).cash < auction.high_bid:
        return False
    if building is None:
        return game.state.owners[auction.position] is None
    in_stock = buildings.stock(game.state, building) > 0
    return in_stock and all(holdings.buildable(game.state, seat, building) for seat in seats)


def _call_off(game: Game, notes: list[str]) -> None:
    auction = game.state.auction
    if auction is None:
        return
    notes.append("The auction that was open cannot go on as it stood, and is called off")
    game.tell("auction_end", None, position=auction.position, winner_id=None, amount=0)


def _answer(game: Game, past: Past, notes: list[str]) -> None:
    trade = game.state.trade
    if trade is None:
        return
    sides = (trade.proposer, trade.offer), (trade.recipient, trade.request)
    fair = trade.proposer != trade.recipient and all(_can_give(game, *side) for side in sides)
    if not fair:
        _turn_down(game, notes)
        return
    game.push(Answer(trade.recipient, min(max(past.counters, 0), trades.MOST_COUNTERS)))


def _can_give(game: Game, seat: int, bundle: effects.Bundle) -> bool:
    player, state = game.player(seat), game.state
    return (
        not player.is_bankrupt
        and 0 <= bundle.cash <= max(player.cash, 0)
        and 0 <= bundle.jail_cards <= min(player.jail_cards, decks.MOST_CARDS)
        and len(set(bundle.properties)) == len(bundle.properties)
        and all(
            at in _DEEDS and state.owners[at] == seat and not _is_built_on(game, at)
            for at in bundle.properties
        )
    )


def _is_built_on(game: Game, at: int) -> bool:
    return any(game.state.houses[lot] for lot in holdings.group(at))


def _turn_down(game: Game, notes: list[str]) -> None:
    trade = game.state.trade
    if trade is None:
        return
    notes.append("The offer that was open cannot be answered by the rules, and is turned down")
    ids = {"proposer_id": game.id(trade.proposer), "recipient_id": game.id(trade.recipient)}
    game.tell("trade_reject", trade.recipient, **ids)
