"""The events of monopoly-llm-benchmark in words, as a person reads them."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import pytest

from replay.domain.dialects.benchmark import LlmBenchmark
from replay.domain.dialects.benchmark.seats import Seats
from replay.domain.dialects.benchmark.words import Words
from replay.domain.setup import Seat, Setup
from tests.domain.told import CLAUDE, GEMMA, GPT, SETUP, Game

VOCABULARY = {
    "GAME_STARTED",
    "TURN_STARTED",
    "DICE_ROLLED",
    "PLAYER_MOVED",
    "CASH_CHANGED",
    "RENT_PAID",
    "PROPERTY_PURCHASED",
    "PROPERTY_TRANSFERRED",
    "PROPERTY_MORTGAGED",
    "PROPERTY_UNMORTGAGED",
    "HOUSE_BUILT",
    "HOUSE_SOLD",
    "HOTEL_BUILT",
    "HOTEL_SOLD",
    "SENT_TO_JAIL",
    "CARD_DRAWN",
    "AUCTION_STARTED",
    "AUCTION_BID_PLACED",
    "AUCTION_PLAYER_DROPPED",
    "AUCTION_ENDED",
    "TRADE_PROPOSED",
    "TRADE_COUNTERED",
    "TRADE_ACCEPTED",
    "TRADE_REJECTED",
    "TRADE_EXPIRED",
    "LLM_DECISION_REQUESTED",
    "LLM_DECISION_RESPONSE",
    "LLM_PUBLIC_MESSAGE",
    "LLM_PRIVATE_THOUGHT",
    "TURN_ENDED",
    "GAME_ENDED",
}
"""Every event type the engine's published schema knows."""

KINDS = {
    "turn",
    "dice",
    "move",
    "money",
    "deed",
    "building",
    "card",
    "jail",
    "auction",
    "trade",
    "decision",
    "message",
    "bankruptcy",
    "game",
}

DEED = {"player_id": GPT, "space_index": 6}
TRADE = {
    "initiator_player_id": GPT,
    "counterparty_player_id": CLAUDE,
    "exchange_index": 0,
    "max_exchanges": 5,
    "offer": {"cash": 1200, "properties": ["BOARDWALK"], "get_out_of_jail_cards": 0},
    "request": {"cash": 0, "properties": [], "get_out_of_jail_cards": 0},
}
COUNTERED = {**TRADE, "exchange_index": 1}


def cash(delta: int, reason: str) -> dict[str, Any]:
    return {"player_id": GPT, "delta": delta, "reason": reason}


def answer(valid: bool, error: str | None) -> dict[str, Any]:
    return {"player_id": GPT, "action_name": "buy_property", "valid": valid, "error": error}


def test_handlers_kinds_and_words_cover_the_vocabulary_and_nowhere_more():
    dialect = LlmBenchmark(SETUP)
    assert set(dialect.handlers) == VOCABULARY
    assert set(dialect.kinds) == VOCABULARY
    assert set(Words(SETUP, Seats(SETUP)).tellers) == VOCABULARY
    assert set(dialect.kinds.values()) <= KINDS
    assert dialect.turn_starts == {"TURN_STARTED"}


@pytest.mark.parametrize(
    ("sentence", "event_type", "payload"),
    [
        ("The game begins", "GAME_STARTED", {}),
        ("Turn 0: Ada", "TURN_STARTED", {}),
        ("Ada's turn ends", "TURN_ENDED", {}),
        ("Ada rolls 3 + 4", "DICE_ROLLED", {"d1": 3, "d2": 4, "is_double": False}),
        ("Ada rolls 3 + 3, doubles", "DICE_ROLLED", {"d1": 3, "d2": 3, "is_double": True}),
        (
            "Ada rolls 3 + 3 for the rent",
            "DICE_ROLLED",
            {"d1": 3, "d2": 3, "is_double": True, "reason": "CARD_UTILITY_RENT"},
        ),
        (
            "Ada moves from Go to Vermont Avenue",
            "PLAYER_MOVED",
            {"from": 0, "to": 8, "passed_go": False},
        ),
        ("Ada passes Go and collects $200", "CASH_CHANGED", cash(200, "PASS_GO")),
        ("Ada pays $28 in rent", "CASH_CHANGED", cash(-28, "RENT")),
        ("Ada pays $50: Doctor's fee", "CASH_CHANGED", cash(-50, "DOCTOR_FEE_PAY_50")),
        ("Ada receives $5: a new rule", "CASH_CHANGED", cash(5, "A_NEW_RULE")),
        ("Ada is bankrupt", "CASH_CHANGED", cash(0, "BANKRUPTCY")),
        (
            "Ada hands all deeds back to the bank",
            "CASH_CHANGED",
            cash(0, "BANKRUPTCY_ASSETS_TO_BANK"),
        ),
        (
            "Ada pays Blaise $28 rent on Oriental Avenue",
            "RENT_PAID",
            {"from_player_id": GPT, "to_player_id": CLAUDE, "amount": 28, "space_index": 6},
        ),
        ("Ada buys Oriental Avenue for $100", "PROPERTY_PURCHASED", {**DEED, "price": 100}),
        (
            "Ada takes over Oriental Avenue from the bankrupt debtor",
            "PROPERTY_PURCHASED",
            {**DEED, "price": 0},
        ),
        (
            "Ada hands Oriental Avenue to Clara, mortgaged",
            "PROPERTY_TRANSFERRED",
            {
                "from_player_id": GPT,
                "to_player_id": GEMMA,
                "space_index": 6,
                "mortgaged": True,
            },
        ),
        ("Ada mortgages Oriental Avenue for $50", "PROPERTY_MORTGAGED", {**DEED, "amount": 50}),
        (
            "Ada lifts the mortgage on Oriental Avenue for $55",
            "PROPERTY_UNMORTGAGED",
            {**DEED, "amount": 55},
        ),
        ("Ada builds a house on Oriental Avenue", "HOUSE_BUILT", {**DEED, "count": 1}),
        ("Ada sells 2 houses on Oriental Avenue", "HOUSE_SOLD", {**DEED, "count": 2}),
        ("Ada builds a hotel on Oriental Avenue", "HOTEL_BUILT", {**DEED, "count": 1}),
        ("Ada sells the hotel on Oriental Avenue", "HOTEL_SOLD", {**DEED, "count": 1}),
        (
            "Ada is sent to jail for three doubles in a row",
            "SENT_TO_JAIL",
            {"player_id": GPT, "reason": "THREE_DOUBLES"},
        ),
        (
            "Ada draws from Chance: “Advance to Go”",
            "CARD_DRAWN",
            {"deck_type": "CHANCE", "card_id": "ADVANCE_TO_GO"},
        ),
        (
            "Ada puts B. & O. Railroad up for auction",
            "AUCTION_STARTED",
            {"property_space": "B_O_RAILROAD", "initiator_player_id": GPT},
        ),
        (
            "Ada bids $7 for Boardwalk",
            "AUCTION_BID_PLACED",
            {"property_space": "BOARDWALK", "bidder_player_id": GPT, "bid_amount": 7},
        ),
        (
            "Ada drops out of the auction of Boardwalk",
            "AUCTION_PLAYER_DROPPED",
            {"property_space": "BOARDWALK", "player_id": GPT},
        ),
        (
            "Ada wins the auction of Boardwalk for $7",
            "AUCTION_ENDED",
            {
                "property_space": "BOARDWALK",
                "winner_player_id": GPT,
                "winning_bid": 7,
                "reason": "SOLD",
            },
        ),
        (
            "The auction of Boardwalk ends without a bid",
            "AUCTION_ENDED",
            {
                "property_space": "BOARDWALK",
                "winner_player_id": None,
                "winning_bid": None,
                "reason": "NO_BIDS",
            },
        ),
        (
            "Ada offers Blaise $1,200 and Boardwalk for nothing",
            "TRADE_PROPOSED",
            TRADE,
        ),
        (
            "Blaise counters: offers Ada $1,200 and Boardwalk for nothing",
            "TRADE_COUNTERED",
            COUNTERED,
        ),
        (
            "Blaise accepts Ada's offer of $1,200 and Boardwalk for nothing",
            "TRADE_ACCEPTED",
            TRADE,
        ),
        (
            "Ada rejects Blaise's offer of $1,200 and Boardwalk for nothing",
            "TRADE_REJECTED",
            COUNTERED,
        ),
        (
            "The trade between Ada and Blaise comes to nothing: too many offers",
            "TRADE_EXPIRED",
            TRADE,
        ),
        (
            "Ada's model is asked what to bid",
            "LLM_DECISION_REQUESTED",
            {"player_id": GPT, "decision_type": "AUCTION_BID_DECISION"},
        ),
        ("Ada answers: buy_property", "LLM_DECISION_RESPONSE", answer(True, None)),
        (
            "Ada's answer is invalid (openrouter_http_429), fallback: buy_property",
            "LLM_DECISION_RESPONSE",
            answer(False, "fallback:openrouter_http_429"),
        ),
        ("Ada says “Deal?”", "LLM_PUBLIC_MESSAGE", {"player_id": GPT, "message": " Deal?\n"}),
        ("Ada says nothing", "LLM_PUBLIC_MESSAGE", {"player_id": GPT, "message": ""}),
        ("Ada thinks “Never”", "LLM_PRIVATE_THOUGHT", {"player_id": GPT, "thought": "Never"}),
        (
            "Clara wins the game: the turn limit is reached",
            "GAME_ENDED",
            {"winner_player_id": GEMMA, "reason": "TURN_LIMIT"},
        ),
        (
            "The game ends without a winner: it was stopped",
            "GAME_ENDED",
            {"winner_player_id": None, "reason": "STOPPED"},
        ),
    ],
)
def test_an_event_is_told_in_one_sentence(sentence: str, event_type: str, payload: dict[str, Any]):
    assert Game().told("GAME_STARTED").words(event_type, GPT, **payload) == sentence


def test_the_sentence_test_leaves_no_event_type_out():
    mark = test_an_event_is_told_in_one_sentence.pytestmark[0]
    assert {event_type for _, event_type, _ in mark.args[1]} == VOCABULARY


def test_a_jail_card_is_told_among_what_is_offered():
    offer = {"cash": 5, "properties": ["BOARDWALK", "PARK_PLACE"], "get_out_of_jail_cards": 1}
    assert (
        Game().words("TRADE_PROPOSED", GPT, **{**TRADE, "offer": offer})
        == "Ada offers Blaise $5, Boardwalk, Park Place and a get-out-of-jail card for nothing"
    )


def test_long_and_many_lined_words_of_a_model_are_shortened():
    said = Game().words("LLM_PUBLIC_MESSAGE", GPT, player_id=GPT, message="so\n\n so " * 500)
    assert re.fullmatch(r"Ada says “(so )+(s|so)?…”", said)
    assert len(said) < 180


def test_a_hostile_name_stays_plain_text_of_bearable_length():
    seats = (Seat(0, "<script>\n" + "x" * 9000), *SETUP.seats[1:])
    game = Game(msgspec.structs.replace(SETUP, seats=seats)).told("GAME_STARTED")
    said = game.words("TURN_STARTED")
    assert said.startswith("Turn 0: <script> xxx")
    assert len(said) < 60


def test_a_stranger_is_told_by_his_id():
    rent = {"from_player_id": "p77", "to_player_id": GPT, "amount": 2, "space_index": 1}
    assert Game().words("RENT_PAID", GPT, **rent).startswith("p77 pays Ada $2 rent")


def test_players_without_ids_of_their_own_go_by_number_of_the_record():
    setup = Setup(seats=(Seat(0, "Ada"),), dialect="monopoly-llm-benchmark", player_ids=("solo",))
    game = Game(setup).told("GAME_STARTED").cash("solo", -3, "RENT")
    assert game.state.players[0].cash == 1497
