"""Cards that are worded as printed do what they say."""

from __future__ import annotations

import pytest

from replay.domain.cards import DECKS
from tests.domain.games import ADA, BLAISE, CLARA
from tests.domain.invariants.audits import found, goes, owns, roll, sentences, turn


def draws(words):
    deck, text = next(
        (deck, card.text) for deck, cards in DECKS.items() for card in cards if words in card.text
    )
    return ("card_draw", {"player_id": ADA, "deck": deck, "text": text})


def bank(amount):
    return ("bank_payment", {"player_id": ADA, "amount": amount, "reason": "card"})


def pays(payer, payee, amount=50):
    told = {"payer_id": payer, "payee_id": payee, "amount": amount, "reason": "card"}
    return ("player_payment", told)


NEXT = turn(BLAISE, 2)
FIRST = turn(ADA, 1)


@pytest.mark.parametrize(
    ("words", "right", "wrong"),
    [
        ("Boardwalk", goes(ADA, 39), goes(ADA, 37)),
        ("nearest Railroad", goes(ADA, 5), goes(ADA, 15)),
        ("nearest Utility", goes(ADA, 12), goes(ADA, 28)),
        ("Go Back", goes(ADA, 37), goes(ADA, 3)),
        ("dividend", bank(50), bank(500)),
        ("hospital", bank(-100), bank(-10)),
    ],
)
def test_what_a_card_says_is_done_and_by_as_much(words, right, wrong):
    assert found(FIRST, draws(words), right, NEXT) == []
    assert found(FIRST, draws(words), wrong, NEXT) == [("card", 2)]


def test_it_is_told_what_was_done_instead():
    assert sentences(draws("dividend"), bank(500)) == [
        "Ada gets $500 by a card that says: Bank pays you dividend of $50"
    ]
    assert sentences(draws("Boardwalk"), goes(ADA, 37)) == [
        "Ada goes to Park Place by a card that says: Advance to Boardwalk"
    ]


@pytest.mark.parametrize("words", ["Boardwalk", "dividend", "Go to Jail", "Free", "Chairman"])
def test_a_card_nobody_follows_is_found_where_it_was_drawn(words):
    assert found(FIRST, draws(words), NEXT) == [("card", 1)]
    assert found(FIRST, draws(words), roll(ADA, 1, 2), goes(ADA, 3), NEXT)[0] == ("card", 1)


def test_each_of_the_others_pays_or_is_paid():
    told = [FIRST, draws("Chairman"), pays(ADA, BLAISE), pays(ADA, CLARA), NEXT]
    assert found(*told) == []
    assert found(*told[:3], NEXT) == [("card", 1)]
    assert found(*told[:3], pays(ADA, CLARA, 5), NEXT) == [("card", 3)]
    (sentence,) = sentences(*told[:3], pays(ADA, CLARA, 5), NEXT)
    assert sentence.startswith("Clara gets $5 by a card that says: You have been elected Chairman")


def test_repairs_are_those_of_the_buildings_when_the_card_is_drawn():
    houses = {"player_id": ADA, "position": 1, "houses": 1, "cost": 50}
    built = ("build", {**houses, "bank_houses": 31, "bank_hotels": 12})
    sold = {"player_id": ADA, "position": 1, "houses": 0, "proceeds": 25}
    raised = ("sell_building", {**sold, "bank_houses": 32, "bank_hotels": 12})
    owned = [owns(ADA, 1), owns(ADA, 3), built]
    assert found(*owned, draws("general repairs"), raised, bank(-25)) == []
    assert found(*owned, draws("general repairs"), bank(-50)) == [("card", 4)]
    assert found(FIRST, draws("general repairs"), NEXT) == []


def test_what_a_bankrupt_owes_by_a_card_is_settled_by_going_out():
    out = [
        ("bank_payment", {"player_id": ADA, "amount": -1500, "reason": "bankruptcy"}),
        ("bankruptcy", {"player_id": ADA, "creditor_id": None}),
    ]
    assert found(FIRST, draws("hospital"), *out, NEXT) == []


def test_a_card_in_other_words_is_its_engines_own_affair():
    card = ("card_draw", {"player_id": ADA, "deck": "chance", "text": "Parking fine $15"})
    assert found(FIRST, card, bank(1000), NEXT) == []
