"""Auctions: open bidding, any start, until nobody goes higher."""

from __future__ import annotations

from replay.domain.effects import Auction
from replay.domain.rules import buildings, holdings
from replay.domain.rules.agenda import Bidding, Place, Sale
from replay.domain.rules.choice import Action, Choice
from replay.domain.rules.game import Game


def open_sale(game: Game, sale: Sale) -> None:
    """Put a deed, or a building in a shortage, up for auction.

    Source: official rules, "Buying property": "the Banker sells it at auction to the highest
    bidder … Any player, including the one who declined the option to buy it at the printed price,
    may bid. Bidding may start at any price." For buildings see `buildings.build`.
    """
    bidders = sale.bidders or tuple(game.live())
    told = {} if sale.building is None else {"building": sale.building}
    game.tell(
        "auction_start",
        None,
        position=sale.position,
        bidders=[game.id(seat) for seat in bidders],
        **told,
    )
    if sale.opening:
        tell_bid(game, sale.seat, sale.opening)
    game.push(Bidding(sale.seat, sale.building))


def asked(game: Game, task: Bidding) -> int | None:
    """Whose turn it is to bid: clockwise, never the leader; None when all is said."""
    auction = _auction(game)
    waiting = [seat for seat in auction.bidders if seat != auction.leader]
    count = len(game.state.players)
    return min(waiting, key=lambda seat: (seat - task.seat - 1) % count, default=None)


def choices(game: Game, task: Bidding) -> list[Choice]:
    """Bid more than was bid, up to the cash in hand ("the highest bidder pays cash"), or pass."""
    seat, auction = asked(game, task), _auction(game)
    if seat is None:
        return []
    cash, at = game.player(seat).cash, auction.position
    out = Choice(Action.PASS, seat, at)
    least = auction.high_bid + 1
    if cash < least:
        return [out]
    return [Choice(Action.BID, seat, at, amount=least, bounds=(least, cash)), out]


def bid(game: Game, task: Bidding, choice: Choice) -> None:
    """A higher bid; the others are asked again."""
    tell_bid(game, choice.seat, choice.amount or 0)
    game.push(Bidding(choice.seat, task.building))


def drop_out(game: Game, task: Bidding, choice: Choice) -> None:
    """A player is out of this auction for good."""
    game.tell("auction_pass", choice.seat, player_id=game.id(choice.seat))
    game.push(Bidding(choice.seat, task.building))


def close(game: Game, task: Bidding) -> None:
    """The leader pays the bid and gets the deed; a building is paid for where it is put."""
    auction = _auction(game)
    told = {} if task.building is None else {"building": task.building}
    game.tell(
        "auction_end",
        None,
        position=auction.position,
        winner_id=game.id(auction.leader),
        amount=auction.high_bid,
        **told,
    )
    if task.building is not None and auction.leader is not None:
        place(game, Place(auction.leader, task.building, auction.high_bid))


def place(game: Game, won: Place) -> None:
    """Put up a building that was won; where there is more than one place, its winner chooses."""
    lots = holdings.buildable(game.state, won.seat, won.building)
    if len(lots) == 1:
        buildings.put_up(game, won.seat, lots[0], won.price)
    else:
        game.push(won)


def tell_bid(game: Game, seat: int, amount: int) -> None:
    game.tell("auction_bid", seat, player_id=game.id(seat), amount=amount)


def _auction(game: Game) -> Auction:
    auction = game.state.auction
    if auction is None:
        raise AssertionError("bidding without an auction")
    return auction
