"""What a turn had begun and not finished, put on the agenda again."""

from __future__ import annotations

from replay.domain import effects
from replay.domain.board import HOTEL, SPACES, Kind
from replay.domain.forks import past as pasts
from replay.domain.forks.past import Past
from replay.domain.rules import buildings, decks, holdings, landing, trades, turns
from replay.domain.rules.agenda import (
    Answer,
    Bidding,
    Building,
    Debt,
    Fare,
    Interest,
    Land,
    Place,
    Sale,
    Why,
)
from replay.domain.rules.game import Game


def put(game: Game, seat: int, past: Past, notes: list[str]) -> None:
    """Put on the agenda what the turn of ``seat`` still has to bring.

    Where an auction or an offer is open it comes first; what led to it has been dealt with.
    """
    if game.player(seat).is_bankrupt:
        close(game, notes)
    elif game.state.auction is not None:
        if game.state.trade is not None:
            _turn_down(game, notes)
        _bid_on(game, seat, past, notes)
    elif game.state.trade is not None:
        _answer(game, past, notes)
    elif past.received:
        game.push(*(Interest(*one) for one in past.received if game.state.mortgaged[one[1]]))
    elif past.won is not None:
        _place(game, past.won)
    else:
        _walk_on(game, seat, past, notes)


def close(game: Game, notes: list[str]) -> None:
    """Whatever is open at the table is closed without a result."""
    if game.state.auction is not None:
        _call_off(game, notes)
    if game.state.trade is not None:
        _turn_down(game, notes)


def _walk_on(game: Game, seat: int, past: Past, notes: list[str]) -> None:
    """The throw, the move, the space, the card: whatever of them is due."""
    if past.dice is not None and not past.is_moved:
        _follow_dice(game, seat, past)
    elif past.card is not None:
        named = pasts.drawn(past)
        if named is None:
            notes.append("A card was drawn and did nothing yet: it does nothing here")
        else:
            landing.follow_card(game, seat, *named)
    elif past.is_landed:
        _land(game, seat, past)


def _follow_dice(game: Game, seat: int, past: Past) -> None:
    player = game.player(seat)
    if player.in_jail and not past.is_failed:
        turns.roll_in_jail(game, seat, doubles=past.is_double)
    elif player.in_jail:
        if player.jail_turns >= turns.LAST_ATTEMPT:
            fine = Debt(seat, game.house.jail_fine, None, Why.FINE)
            game.push(fine, turns.onward(game, seat))
    elif past.doubles >= 3:
        landing.jail(game, seat, "third doubles in a row")
    elif past.has_salary:  # some engines pay it before the token moves
        start, to = player.position, turns.onward(game, seat).to
        game.tell("move", seat, player_id=game.id(seat), from_position=start, to_position=to)
        game.push(Land(seat))
    else:
        game.push(turns.onward(game, seat))


def _land(game: Game, seat: int, past: Past) -> None:
    at = game.player(seat).position
    owner, kind = game.state.owners[at], SPACES[at].kind
    if past.is_owed_salary and game.house.salary:
        game.tell("pass_go", seat, player_id=game.id(seat), amount=game.house.salary)
    if past.thrown is not None and owner not in {None, seat} and not game.state.mortgaged[at]:
        game.push(Debt(seat, 10 * past.thrown, owner, Why.RENT, at))
        return
    fare = Fare.PLAIN
    if past.is_nearest:
        fares = {Kind.RAILROAD: Fare.DOUBLE, Kind.UTILITY: Fare.TENFOLD}
        fare = fares.get(kind, Fare.PLAIN)
    game.push(Land(seat, fare))


def _bid_on(game: Game, seat: int, past: Past, notes: list[str]) -> None:
    """The auction goes on with the next bidder, or begins anew where it cannot be a lawful one."""
    auction = game.state.auction
    if auction is None:
        return
    building = _building(game, auction.position) if past.is_building else None
    if not _is_lawful(game, auction, building):
        _call_off(game, notes)
        if game.state.owners[auction.position] is None and SPACES[auction.position].price:
            notes.append(f"{SPACES[auction.position].name} is put up for auction anew")
            game.push(Sale(seat, auction.position))
        return
    game.push(Bidding(seat if past.asked is None else past.asked, building))


def _building(game: Game, at: int) -> Building:
    """What goes up next on a street."""
    return "hotel" if game.state.houses[at] == HOTEL - 1 else "house"


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


def _place(game: Game, won: tuple[int, int, int]) -> None:
    winner, at, price = won
    building, player = _building(game, at), game.player(winner)
    lots = holdings.buildable(game.state, winner, building)
    if lots and player.cash >= price and buildings.stock(game.state, building) > 0:
        game.push(Place(winner, building, price))


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


_DEEDS = frozenset(at for lots in holdings.GROUPS.values() for at in lots)
