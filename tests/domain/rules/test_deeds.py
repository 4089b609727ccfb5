"""Stories of deeds: buying, auctions, rents, mortgages, buildings."""

from __future__ import annotations

import msgspec
import pytest

from replay.domain.rules import engine, holdings
from replay.domain.rules.chance import Scripted
from replay.domain.rules.choice import Action
from replay.domain.rules.game import Game
from tests.domain.rules.tables import begun, legal, owning, roll, take

ADA, BLAISE, CLARA = 0, 1, 2


def bid(game: Game, amount: int) -> list[str]:
    (option,) = legal(game, Action.BID)
    choice = msgspec.structs.replace(option, amount=amount)
    return [event.event_type for event in engine.advance(game, choice, Scripted())]


def cash(game: Game) -> list[int]:
    return [player.cash for player in game.state.players]


def test_a_deed_of_the_bank_is_bought_at_its_price():
    game = begun()
    roll(game, (1, 2))
    assert take(game, Action.BUY) == ["purchase"]
    assert (game.state.owners[3], cash(game)[ADA]) == (ADA, 1440)


def test_a_declined_deed_goes_to_the_highest_bidder_who_may_have_declined_it():
    game = begun()
    roll(game, (1, 2))
    assert take(game, Action.DECLINE) == ["auction_start"]
    bid(game, 1)
    assert legal(game, Action.BID)[0].seat == CLARA
    assert legal(game, Action.BID)[0].bounds == (2, 1500)
    take(game, Action.PASS)
    bid(game, 30)
    assert take(game, Action.PASS) == ["auction_pass", "auction_end"]
    assert (game.state.owners[3], cash(game)) == (ADA, [1470, 1500, 1500])


def test_a_deed_nobody_bids_for_stays_with_the_bank():
    game = begun()
    roll(game, (1, 2))
    take(game, Action.DECLINE)
    take(game, Action.PASS)
    take(game, Action.PASS)
    assert take(game, Action.PASS) == ["auction_pass", "auction_end"]
    assert game.state.owners[3] is None


@pytest.mark.parametrize(
    ("owned", "houses", "at", "dice", "rent"),
    [
        ((6,), 0, 6, 6, 6),
        ((6, 8, 9), 0, 6, 6, 12),
        ((6, 8, 9), 3, 9, 9, 300),
        ((37, 39), 5, 39, 9, 2000),
        ((5,), 0, 5, 5, 25),
        ((5, 15, 25, 35), 0, 35, 5, 200),
        ((12,), 0, 12, 7, 28),
        ((12, 28), 0, 28, 7, 70),
    ],
)
def test_rent_is_what_the_title_deed_says(owned, houses, at, dice, rent):
    game = owning(begun(), BLAISE, *owned, houses=houses)
    assert holdings.rent(game.state, at, dice) == rent


def test_a_bare_lot_of_a_monopoly_is_dear_even_with_another_lot_mortgaged():
    game = owning(begun(), BLAISE, 6, 8, 9)
    game.state.mortgaged[8] = True
    assert roll(game, (5, 1)) == ["dice_roll", "move", "rent_payment"]
    assert cash(game) == [1488, 1512, 1500]


def test_a_mortgaged_deed_earns_no_rent():
    game = owning(begun(), BLAISE, 6)
    game.state.mortgaged[6] = True
    assert roll(game, (4, 2)) == ["dice_roll", "move"]


def test_houses_go_up_evenly_on_a_whole_group_without_mortgages():
    game = owning(begun(), ADA, 6, 8, 9, 1)
    assert {choice.position for choice in legal(game, Action.BUILD)} == {6, 8, 9}
    assert take(game, Action.BUILD, 6) == ["build"]
    assert {choice.position for choice in legal(game, Action.BUILD)} == {8, 9}
    assert not legal(game, Action.MORTGAGE, 8)
    game = owning(begun(), ADA, 6, 8, 9)
    game.state.mortgaged[8] = True
    assert not legal(game, Action.BUILD)


def test_a_hotel_gives_four_houses_back():
    game = owning(begun(), ADA, 37, 39, houses=4)
    take(game, Action.BUILD, 39)
    assert (game.state.bank_houses, game.state.bank_hotels) == (28, 11)


def test_the_last_house_is_auctioned_between_those_who_could_build_it():
    game = owning(owning(begun(), ADA, 1, 3), BLAISE, 37, 39)
    game.state.bank_houses = 1
    assert take(game, Action.BUILD, 1) == ["auction_start", "auction_bid"]
    assert game.state.auction is not None
    assert (game.state.auction.bidders, game.state.auction.high_bid) == ((ADA, BLAISE), 50)
    bid(game, 120)
    assert take(game, Action.PASS) == ["auction_pass", "auction_end"]
    assert take(game, Action.BUILD, 39) == ["build"]
    assert (game.state.houses[39], game.state.bank_houses) == (1, 0)
    assert cash(game) == [1500, 1380, 1500]


def test_hotels_come_down_together_where_the_bank_has_no_houses_for_them():
    game = owning(begun(), ADA, 6, 8, 9, houses=5)
    game.state.bank_houses = 2
    assert take(game, Action.SELL, 6) == ["sell_building"] * 3
    assert [game.state.houses[at] for at in (6, 8, 9)] == [0, 1, 1]
    assert (game.state.bank_houses, game.state.bank_hotels) == (0, 12)
    assert cash(game)[ADA] == 1500 + 13 * 25


def test_a_mortgage_lends_half_and_is_lifted_with_ten_per_cent():
    game = owning(begun(), ADA, 39)
    take(game, Action.MORTGAGE, 39)
    assert cash(game)[ADA] == 1700
    take(game, Action.UNMORTGAGE, 39)
    assert (cash(game)[ADA], game.state.mortgaged[39]) == (1480, False)


def test_cash_for_a_deed_is_raised_before_it_is_bought_or_left():
    game = owning(begun(cash=50), ADA, 39)
    roll(game, (1, 2))
    assert not legal(game, Action.BUY)
    take(game, Action.MORTGAGE, 39)
    assert take(game, Action.BUY) == ["purchase"]
    assert cash(game)[ADA] == 50 + 200 - 60


def test_ten_per_cent_of_half_dollars_is_rounded_up():
    game = owning(begun(), ADA, 12, 37)
    for at, lifted in ((12, 75 + 8), (37, 175 + 18)):
        take(game, Action.MORTGAGE, at)
        before = cash(game)[ADA]
        take(game, Action.UNMORTGAGE, at)
        assert before - cash(game)[ADA] == lifted
