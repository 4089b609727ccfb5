"""What monopoly_game_arena's events are in words."""

from __future__ import annotations

import pytest

from replay.domain.dialects.arena import GameArena
from replay.domain.dialects.arena.vocabulary import VOCABULARY
from replay.domain.fold import Fold
from replay.domain.setup import Seat, Setup
from replay.domain.state import initial
from tests.domain.arena import answer, card, trade
from tests.domain.games import ADA, BLAISE, CLARA, THREE, event

KINDS = (
    "turn dice move money deed building card jail auction trade decision message bankruptcy game"
)
ADAS = {"player_id": ADA}
SIDES = (["Property(3)", "Property(6)", "$50"], ["JailCard(1)"])
TOLD = [
    (("game_start", {"starting_cash": 1500}), "The game starts with 3 players, $1,500 each"),
    (("game_start", {}), "The game starts with 3 players"),
    (("turn_start", {"turn_number": 12, **ADAS}), "Turn 12: Ada"),
    (("dice_roll", {"die1": 3, "die2": 4, **ADAS}), "Ada rolls 3 + 4"),
    (("dice_roll", {"die1": 3, "die2": 3, **ADAS}), "Ada rolls 3 + 3, doubles"),
    (
        ("move", {"from_position": None, "to_position": 8, "spaces": 8, **ADAS}),
        "Ada moves from Go to Vermont Avenue",
    ),
    (
        ("move", {"from_position": 22, "to_position": 19, "spaces": -3, **ADAS}),
        "Ada goes back from Chance to New York Avenue",
    ),
    (("land", {"position": 8, **ADAS}), "Ada lands on Vermont Avenue"),
    (("land", {"position": 10, **ADAS}), "Ada is just visiting Jail"),
    (("pass_go", {"amount": 200, **ADAS}), "Ada passes Go and collects $200"),
    (
        ("rent_payment", {"payer_id": ADA, "owner_id": BLAISE, "amount": 28, "position": 6}),
        "Ada pays Blaise $28 rent on Oriental Avenue",
    ),
    (
        ("rent_payment", {"payer_id": BLAISE, "owner_id": None, "amount": 1028}),
        "Blaise pays Ada $1,028 rent",
    ),
    (("tax_payment", {"amount": 200, **ADAS}), "Ada pays $200 tax"),
    (
        ("payment", {"amount": 9, "reason": "mortgage_transfer_fee", **ADAS}),
        "Ada pays the bank $9: mortgage transfer fee",
    ),
    (("payment", {"amount": 9, **ADAS}), "Ada pays the bank $9"),
    (
        ("card_draw", {"deck": "community_chest", "card": "You inherit $100", **ADAS}),
        "Ada draws a Community Chest card: “You inherit $100”",
    ),
    (
        card(ADA, "You inherit $100", "collect", amount=100),
        "Ada collects $100 by the card “You inherit $100”",
    ),
    (
        card(ADA, "Pay poor tax of $15", "pay", amount=-15),
        "Ada pays $15 by the card “Pay poor tax of $15”",
    ),
    (
        card(ADA, "Collect $10 from every player", "collect_from_players", amount=20),
        "Ada collects $20 from the other players by the card “Collect $10 from every player”",
    ),
    (
        card(ADA, "Pay each player $50", "pay_to_players", amount=-100),
        "Ada pays $100 to the other players by the card “Pay each player $50”",
    ),
    (card(ADA, "Go to Jail", "go_to_jail"), "Ada follows the card “Go to Jail”"),
    (
        card(ADA, "Get Out of Jail Free", "get_out_of_jail"),
        "Ada keeps the card “Get Out of Jail Free”",
    ),
    (("purchase", {"position": 6, "price": 100, **ADAS}), "Ada buys Oriental Avenue for $100"),
    (
        ("mortgage", {"position": 5, "value": 100, **ADAS}),
        "Ada mortgages Reading Railroad for $100",
    ),
    (
        ("unmortgage", {"property_name": "Boardwalk", "cost": 220, **ADAS}),
        "Ada pays off the mortgage on Boardwalk for $220",
    ),
    (
        ("build_house", {"position": 39, "cost": 200, **ADAS}),
        "Ada builds a house on Boardwalk for $200",
    ),
    (
        ("build_hotel", {"position": 39, "cost": 200, **ADAS}),
        "Ada builds a hotel on Boardwalk for $200",
    ),
    (
        (
            "sell_building",
            {"position": 39, "type": "house", "sale_price": 100, "house_count": 1, **ADAS},
        ),
        "Ada sells a house on Boardwalk for $100",
    ),
    (
        (
            "sell_building",
            {"position": 39, "type": "hotel", "sale_price": 100, "house_count": 4, **ADAS},
        ),
        "Ada sells a hotel on Boardwalk for $100",
    ),
    (
        ("auction_start", {"position": 6, "eligible_players": [ADA, BLAISE, CLARA]}),
        "Oriental Avenue is put up for auction among Ada, Blaise and Clara",
    ),
    (
        ("auction_bid", {"bid_amount": 30, "property_name": "Oriental Avenue", **ADAS}),
        "Ada bids $30 for Oriental Avenue",
    ),
    (("auction_bid", {"bid_amount": None, **ADAS}), "Ada bids $0"),
    (
        ("auction_pass", {"property_name": "Oriental Avenue", **ADAS}),
        "Ada drops out of the bidding for Oriental Avenue",
    ),
    (
        ("auction_end", {"position": 6, "winning_bid": 85, "winner_id": ADA}),
        "Ada wins the auction of Oriental Avenue for $85",
    ),
    (
        (
            "auction_end",
            {"property_name": "Oriental Avenue", "winning_bid": 0, "winner_id": None},
        ),
        "Nobody bids for Oriental Avenue",
    ),
    (
        trade("trade_proposed", 7, *SIDES),
        "Ada offers Blaise Baltic Avenue, Oriental Avenue and $50 for 1 get-out-of-jail card",
    ),
    (
        trade("trade_executed", 7, ["JailCard(2)"], []),
        "Ada gives Blaise 2 get-out-of-jail cards for nothing",
    ),
    (answer("trade_accepted", 7), "Blaise accepts trade 7"),
    (answer("trade_rejected", 7), "Blaise rejects trade 7"),
    (answer("trade_cancelled", 7, ADA), "Ada withdraws trade 7"),
    (
        ("trade_failed", {"trade_id": 7, "reason": "Recipient doesn't own Boardwalk"}),
        "Trade 7 fails: Recipient doesn't own Boardwalk",
    ),
    (("trade_failed", {"trade_id": 7}), "Trade 7 fails"),
    (("go_to_jail", ADAS), "Ada goes to jail"),
    (
        ("jail_attempt", {"attempt": 2, "is_doubles": False, **ADAS}),
        "Ada fails to roll doubles in jail, attempt 2",
    ),
    (
        ("jail_attempt", {"attempt": 2, "is_doubles": True, **ADAS}),
        "Ada rolls doubles and leaves jail",
    ),
    (("jail_release", {"method": "fine", "amount": 50, **ADAS}), "Ada pays $50 and leaves jail"),
    (("jail_release", {"method": "fine", **ADAS}), "Ada pays the fine and leaves jail"),
    (("jail_release", {"method": "card", **ADAS}), "Ada leaves jail by a card"),
    (
        ("bankruptcy", {"creditor_id": BLAISE, **ADAS}),
        "Ada is bankrupt and hands everything to Blaise",
    ),
    (
        ("bankruptcy", {"creditor_id": None, **ADAS}),
        "Ada is bankrupt and hands everything to the bank",
    ),
    (
        ("game_end", {"reason": "time_limit", "winner_id": BLAISE, "winner_networth": 2761}),
        "The game ends (time limit): Blaise wins with a net worth of $2,761",
    ),
    (("game_end", {"player_id": ADA, "winner_id": "Ada"}), "The game ends: Ada wins"),
    (("game_end", {"winner_id": "Clara"}), "The game ends: Clara wins"),
    (("game_end", {"winner_id": None}), "The game ends without a winner"),
    (
        ("llm_decision", {"action_type": "roll_dice", "reasoning": "Go on", **ADAS}),
        "Ada decides to roll dice: “Go on”",
    ),
    (("llm_decision", {"action_type": "end_turn", **ADAS}), "Ada decides to end turn"),
    (
        ("llm_decision", {"action_type": "end_turn", "used_fallback": True, **ADAS}),
        "Ada gives no usable answer, so the engine falls back to end turn",
    ),
    (
        (
            "player_state_detailed",
            {
                "cash": -15,
                "position": 8,
                "in_jail": False,
                "jail_turns": 0,
                "jail_free_cards": 0,
                **ADAS,
            },
        ),
        "Ada has -$15 and stands on Vermont Avenue",
    ),
]


def tell(told, setup=THREE, after=()):
    dialect = GameArena(setup)
    fold = Fold(dialect, initial(setup))
    for number, (event_type, payload) in enumerate(after):
        fold.push(event(number, event_type, **payload))
    return dialect.tell(event(len(after), told[0], **told[1]), fold.state)


@pytest.mark.parametrize(("told", "said"), TOLD, ids=[said for _, said in TOLD])
def test_an_event_is_told_as(told, said):
    assert tell(told) == said


def test_handlers_kinds_and_words_cover_exactly_what_the_engine_writes():
    dialect = GameArena(THREE)
    written = {event_type for (event_type, _), _ in TOLD}
    assert set(dialect.handlers) == set(dialect.kinds) == set(VOCABULARY) == written
    assert len(written) == 34
    assert set(dialect.kinds.values()) <= set(KINDS.split())
    assert dialect.turn_starts <= written


def test_a_bid_names_the_lot_of_the_open_auction():
    start = ("auction_start", {"position": 6, "eligible_players": [ADA, BLAISE]})
    bid = ("auction_bid", {"bid_amount": 30, "property_name": "Boardwalk", **ADAS})
    assert tell(bid, after=[start]) == "Ada bids $30 for Oriental Avenue"


def test_an_answer_names_the_other_side_of_an_open_trade():
    after = [trade("trade_proposed", 7, *SIDES), trade("trade_proposed", 8, [], [])]
    assert tell(answer("trade_rejected", 7), after=after) == "Blaise rejects the offer of Ada"
    withdrawn = tell(answer("trade_cancelled", 8, ADA), after=after)
    assert withdrawn == "Ada withdraws the offer to Blaise"


def test_hostile_names_and_texts_stay_on_one_short_plain_line():
    names = ("<script>alert(1)</script>", "A\u202e\x00\n B", "x" * 5000)
    setup = Setup(tuple(Seat(player, name) for player, name in enumerate(names)))
    assert tell(("go_to_jail", {"player_id": 0}), setup) == "<script>alert(1)</script> goes to jail"
    assert tell(("go_to_jail", {"player_id": 1}), setup) == "A B goes to jail"
    assert tell(("go_to_jail", {"player_id": 2}), setup) == "x" * 39 + "… goes to jail"
    reasoning = {"action_type": "y" * 5000, "reasoning": "z" * 50_000, "player_id": 2}
    assert len(tell(("llm_decision", reasoning), setup)) < 300
