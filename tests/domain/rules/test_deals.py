"""Stories of trades, cards, debts and bankruptcies."""

from __future__ import annotations

import msgspec
import pytest

from replay.domain.cards import DECKS, DeckName
from replay.domain.effects import Bundle
from replay.domain.rules import engine
from replay.domain.rules.chance import Scripted
from replay.domain.rules.choice import Action, IllegalChoice
from replay.domain.rules.game import Game
from tests.domain.rules.tables import begun, legal, owning, roll, take

ADA, BLAISE, CLARA = 0, 1, 2


def terms(game: Game, action: Action, partner: int, offer: Bundle, request: Bundle) -> list[str]:
    option = next(choice for choice in legal(game, action) if choice.partner == partner)
    choice = msgspec.structs.replace(option, offer=offer, request=request)
    return [event.event_type for event in engine.advance(game, choice, Scripted())]


def next_card(game: Game, deck: DeckName, text: str) -> None:
    """Put a card on top of its deck."""
    index = next(at for at, card in enumerate(DECKS[deck]) if text in card.text)
    game.table.decks[deck].pile.remove(index)
    game.table.decks[deck].pile.append(index)


def cash(game: Game) -> list[int]:
    return [player.cash for player in game.state.players]


def test_a_trade_is_countered_and_accepted_and_everything_changes_hands_at_once():
    game = owning(owning(begun(), ADA, 1), BLAISE, 3)
    game.state.players[BLAISE].jail_cards = 1
    game.table.kept[BLAISE] = ["community_chest"]
    three, card = Bundle(properties=(3,)), Bundle(properties=(3,), jail_cards=1)
    assert terms(game, Action.PROPOSE, BLAISE, Bundle(cash=50), three) == ["trade_offer"]
    assert terms(game, Action.COUNTER, ADA, card, Bundle(cash=90)) == ["trade_counter"]
    assert take(game, Action.ACCEPT) == ["trade_accept"]
    assert (game.state.owners[3], cash(game)) == (ADA, [1410, 1590, 1500])
    assert game.table.kept == [["community_chest"], [], []]


def test_a_mortgaged_deed_costs_its_new_owner_ten_per_cent_or_the_mortgage():
    for answer, paid in ((Action.KEEP_MORTGAGE, 20), (Action.UNMORTGAGE, 220)):
        game = owning(begun(), ADA, 39)
        game.state.mortgaged[39] = True
        terms(game, Action.PROPOSE, BLAISE, Bundle(properties=(39,)), Bundle(cash=100))
        take(game, Action.ACCEPT)
        take(game, answer)
        assert cash(game) == [1600, 1400 - paid, 1500]


def test_a_deed_of_a_group_with_buildings_cannot_be_traded():
    game = owning(owning(begun(), ADA, 1, 3, houses=0), ADA, 39)
    game.state.houses[1] = 1
    with pytest.raises(IllegalChoice):
        terms(game, Action.PROPOSE, BLAISE, Bundle(properties=(3,)), Bundle(cash=1))
    assert terms(game, Action.PROPOSE, BLAISE, Bundle(properties=(39,)), Bundle(cash=1))


def test_nobody_gives_more_cash_than_they_have():
    with pytest.raises(IllegalChoice):
        terms(begun(), Action.PROPOSE, BLAISE, Bundle(cash=1501), Bundle(jail_cards=0))


def test_the_nearest_railroad_of_another_costs_twice_the_rent():
    game = owning(begun(), BLAISE, 15)
    next_card(game, "chance", "nearest Railroad")
    assert roll(game, (3, 4))[2:] == ["card_draw", "move", "rent_payment"]
    assert cash(game) == [1450, 1550, 1500]


def test_the_nearest_utility_of_another_costs_ten_times_a_new_throw():
    game = owning(begun(), BLAISE, 12)
    next_card(game, "chance", "nearest Utility")
    assert roll(game, (3, 4), (1, 1))[2:] == ["card_draw", "move", "dice_roll", "rent_payment"]
    assert cash(game) == [1480, 1520, 1500]


def test_a_birthday_collects_from_everyone_and_the_poor_must_raise_it():
    game = owning(begun(), CLARA, 1)
    game.state.players[CLARA].cash = 3
    next_card(game, "community_chest", "birthday")
    assert roll(game, (1, 1))[2:] == ["card_draw", "player_payment"]
    assert take(game, Action.MORTGAGE, 1) == ["mortgage", "player_payment"]
    assert cash(game) == [1520, 1490, 23]


def test_a_kept_card_is_drawn_once_only():
    game = begun()
    next_card(game, "chance", "Get Out of Jail Free")
    roll(game, (3, 4))
    chance = game.table.decks["chance"]
    assert 8 not in chance.pile + chance.discard
    assert game.table.kept[ADA] == ["chance"]


def test_repairs_count_houses_and_hotels():
    game = owning(owning(begun(), ADA, 1, 3, houses=5), ADA, 37, 39, houses=2)
    next_card(game, "chance", "general repairs")
    roll(game, (3, 4))
    assert cash(game)[ADA] == 1500 - 2 * 100 - 4 * 25


def test_a_bankrupt_player_leaves_everything_to_the_creditor():
    game = owning(owning(begun(), BLAISE, 37, 39, houses=5), ADA, 1)
    game.state.mortgaged[1] = True
    game.state.players[ADA].cash, game.state.players[ADA].position = 100, 35
    assert roll(game, (1, 3)) == ["dice_roll", "move"]
    assert take(game, Action.BANKRUPT) == ["player_payment", "deed_transfer", "bankruptcy"]
    assert take(game, Action.KEEP_MORTGAGE) == ["bank_payment", "turn_end", "turn_start"]
    assert (game.state.owners[1], game.state.mortgaged[1]) == (BLAISE, True)
    assert cash(game) == [0, 1597, 1500]


def test_the_bank_auctions_what_a_bankrupt_player_leaves_free_of_mortgage():
    game = owning(begun(), ADA, 1)
    game.state.mortgaged[1] = True
    game.state.players[ADA].cash = 10
    roll(game, (1, 3))
    assert take(game, Action.BANKRUPT) == [
        "bank_payment",
        "unmortgage",
        "deed_transfer",
        "bankruptcy",
        "auction_start",
    ]
    assert game.state.auction is not None
    assert game.state.auction.bidders == (BLAISE, CLARA)


def test_buildings_go_back_at_half_price_before_anything_is_left_to_the_creditor():
    game = owning(owning(begun(players=2), BLAISE, 37, 39, houses=5), ADA, 1, 3, houses=1)
    game.state.players[ADA].cash, game.state.players[ADA].position = 100, 35
    roll(game, (1, 3))
    told = take(game, Action.BANKRUPT)
    assert told[:3] == ["sell_building", "sell_building", "player_payment"]
    assert told[-1] == "game_end"
    assert (cash(game), game.state.winner) == ([0, 1650], BLAISE)


def test_three_offers_may_be_made_in_a_turn():
    game = begun()
    for _ in range(3):
        assert terms(game, Action.PROPOSE, BLAISE, Bundle(cash=1), Bundle()) == ["trade_offer"]
        take(game, Action.REJECT)
    assert not legal(game, Action.PROPOSE)


def test_two_counter_offers_may_be_made_to_one():
    game = begun()
    terms(game, Action.PROPOSE, BLAISE, Bundle(cash=1), Bundle())
    terms(game, Action.COUNTER, ADA, Bundle(cash=2), Bundle())
    terms(game, Action.COUNTER, BLAISE, Bundle(cash=3), Bundle())
    assert not legal(game, Action.COUNTER)
    assert take(game, Action.ACCEPT) == ["trade_accept"]
    assert cash(game) == [1497, 1503, 1500]
