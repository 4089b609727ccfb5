"""Stories of what a turn had begun when it was forked."""

from __future__ import annotations

from replay.domain.cards import CHANCE
from replay.domain.effects import Auction
from replay.domain.forks import fork
from replay.domain.forks.resume import resume
from replay.domain.rules import engine
from replay.domain.rules.chance import Scripted
from replay.domain.rules.choice import Action
from replay.domain.rules.house import House
from tests.domain.forks.moments import last
from tests.domain.games import ADA, BLAISE, CLARA, THREE, stream

TURN = ("turn_start", {"player_id": ADA, "turn_number": 1})
CHAIRMAN = next(card.text for card in CHANCE if "Chairman" in card.text)


def given(position, to, by=None):
    return ("deed_transfer", {"position": position, "from_id": by, "to_id": to})


def pays(payer, amount, payee=None, reason="bankruptcy"):
    if payee is None:
        return ("bank_payment", {"player_id": payer, "amount": -amount, "reason": reason})
    told = {"payer_id": payer, "payee_id": payee, "amount": amount, "reason": reason}
    return ("player_payment", told)


def mortgaged(position, amount):
    return ("mortgage", {"player_id": ADA, "position": position, "amount": amount})


def resumed(*told):
    return resume(last(THREE, stream(*told)), House(), 1).game


def told_by(game):
    return [event.event_type for event in game.told[2:]]


def take(game, action):
    choice = next(one for one in engine.legal_choices(game) if one.action is action)
    return [event.event_type for event in engine.advance(game, choice, Scripted())]


def test_what_else_a_bankrupt_left_to_the_bank_is_sold_after_the_auction_that_is_on():
    left = [given(1, ADA), given(3, ADA), pays(ADA, 1500), given(1, None, ADA), given(3, None, ADA)]
    out = ("bankruptcy", {"player_id": ADA, "creditor_id": None})
    on = ("auction_start", {"position": 1, "bidders": [BLAISE, CLARA]})
    game = resumed(TURN, *left, out, on)
    assert game.state.auction == Auction(1, 0, None, (BLAISE, CLARA))
    take(game, Action.PASS)
    assert take(game, Action.PASS) == ["auction_pass", "auction_end", "auction_start"]
    assert game.state.auction == Auction(3, 0, None, (BLAISE, CLARA))


def test_a_bankruptcy_told_in_part_is_told_to_its_end():
    owned = [given(1, ADA), mortgaged(1, 30), given(39, ADA), mortgaged(39, 200)]
    begun = [pays(ADA, 1730, BLAISE), given(1, BLAISE, ADA)]
    game = resumed(TURN, *owned, *begun)
    assert told_by(game) == ["deed_transfer", "bankruptcy"]
    assert game.state.players[ADA].bankrupt_to == BLAISE
    due = [(one.action, one.position) for one in engine.legal_choices(game)]
    assert due == [(Action.KEEP_MORTGAGE, 1), (Action.UNMORTGAGE, 1)]
    take(game, Action.KEEP_MORTGAGE)
    assert engine.legal_choices(game)[0].position == 39


def test_a_jail_card_between_two_hands_comes_to_the_second():
    card = ("jail_card", {"player_id": ADA, "count": 1})
    game = resumed(TURN, card, pays(ADA, 1500, BLAISE), (card[0], {**card[1], "count": -1}))
    assert told_by(game)[:2] == ["jail_card", "bankruptcy"]
    assert (game.state.players[BLAISE].jail_cards, game.table.kept[BLAISE]) == (1, ["chance"])


def test_whom_a_card_has_made_pay_pays_no_second_time():
    drawn = ("card_draw", {"player_id": ADA, "deck": "chance", "text": CHAIRMAN})
    game = resumed(TURN, drawn, pays(ADA, 50, BLAISE, CHAIRMAN))
    assert told_by(game) == ["player_payment"]
    assert [player.cash for player in game.state.players] == [1400, 1550, 1550]


def test_interest_that_is_being_raised_for_is_still_due():
    owned = [given(1, ADA), mortgaged(1, 30), given(39, BLAISE)]
    sides = {"offer": {"properties": [1]}, "request": {}}
    swap = {"proposer_id": ADA, "recipient_id": BLAISE, **sides}
    deal = [("trade_offer", swap), ("trade_accept", swap)]
    poor = [pays(BLAISE, 1500, reason="debt")]
    raised = ("mortgage", {"player_id": BLAISE, "position": 39, "amount": 200})
    game = resumed(TURN, *owned, *poor, *deal, raised)
    assert told_by(game) == ["bank_payment"]
    assert game.state.players[BLAISE].cash == 200 - 3


def test_three_spaces_back_are_no_way_past_go():
    back = ("move", {"player_id": ADA, "from_position": 7, "to_position": 4})
    game = resumed(TURN, ("move", {"player_id": ADA, "to_position": 7}), back)
    assert told_by(game) == ["tax_payment"]


def test_hotels_that_were_coming_down_come_down():
    def sold(position, houses, stock):
        told = {"player_id": ADA, "position": position, "houses": houses, "proceeds": 0}
        return ("sell_building", {**told, "bank_houses": stock, "bank_hotels": 12})

    board = [given(at, ADA) for at in (6, 8, 9)]
    hotels = [
        ("build", {"player_id": ADA, "position": at, "houses": 5, "cost": 0, **stock})
        for at, stock in ((at, {"bank_houses": 2, "bank_hotels": 9}) for at in (6, 8, 9))
    ]
    game = resumed(TURN, *board, *hotels, sold(6, 0, 2))
    assert told_by(game) == ["sell_building", "sell_building"]
    assert [game.state.houses[at] for at in (6, 8, 9)] == [0, 1, 1]


def test_the_first_bid_for_a_building_is_its_price_by_who_asked_for_it():
    lots = [given(1, ADA), given(3, ADA), given(37, BLAISE), given(39, BLAISE)]
    on = ("auction_start", {"position": 1, "bidders": [ADA, BLAISE], "building": "house"})
    game = resumed(TURN, *lots, on)
    assert told_by(game) == ["auction_bid"]
    assert game.state.auction == Auction(1, 50, ADA, (ADA, BLAISE))
    assert {one.seat for one in engine.legal_choices(game)} == {BLAISE}


def test_a_deed_that_has_just_been_bought_at_auction_is_not_put_up_as_a_building():
    """One engine tells the purchase before the auction's end."""
    on = ("auction_start", {"position": 39, "bidders": [ADA]})
    bought = ("deed_transfer", {"position": 39, "from_id": None, "to_id": ADA})
    resume_at = last(THREE, stream(TURN, given(37, ADA), on, bought))
    game = resume(resume_at, House(), 1).game
    assert told_by(game) == ["auction_end"]
    assert Action.ROLL in {one.action for one in engine.legal_choices(game)}


def test_a_debtor_in_an_auction_has_it_ended_first():
    on = ("auction_start", {"position": 39, "bidders": [ADA, BLAISE, CLARA]})
    moment = last(THREE, stream(TURN, given(1, BLAISE), pays(BLAISE, 1520, reason="debt"), on))
    found = resume(moment, House(), 1)
    assert found.game.state.auction is not None
    assert any("make it good" in note for note in found.notes)
    game = found.game
    while game.state.auction is not None:
        take(game, Action.PASS)
    assert {one.seat for one in fork.choices(found)} == {BLAISE}
