"""Money comes from somewhere, and claimed balances are the fold's."""

from __future__ import annotations

from tests.domain.games import ADA, BLAISE, CLARA
from tests.domain.invariants.audits import ARENA, BENCH, audited, found, goes, owns, rent, sentences


def cash(player, delta, reason):
    return ("CASH_CHANGED", {"player_id": player, "delta": delta, "reason": reason})


def paid(amount, **more):
    return ("bank_payment", {"player_id": ADA, "amount": -amount, "reason": "debt", **more})


def let(owner, tenant):
    """Boardwalk is somebody's, and somebody else stands there, in the arena's words."""
    sold = {"property_name": "Boardwalk", "position": 39, "winner_id": owner, "winning_bid": 0}
    walked = {"player_id": tenant, "from_position": None, "to_position": 39, "direct": True}
    return [("auction_end", sold), ("move", walked)]


def test_the_bank_gives_and_takes():
    assert found(paid(200), ("pass_go", {"player_id": ADA, "amount": 200})) == []


def test_rent_moves_from_player_to_player_and_nothing_is_lost():
    assert found(owns(ADA, 39), goes(BLAISE, 39), rent(50, 39)) == []


def test_rent_told_in_two_events_is_one_payment():
    lawful = [cash("p1", -6, "RENT"), cash("p2", 6, "RENT"), ("TURN_ENDED", {})]
    assert found(*lawful, setup=BENCH) == []


def test_money_that_arrives_nowhere_is_found_at_its_last_event():
    lost = [cash("p1", -6, "RENT"), cash("p2", 5, "RENT"), ("TURN_ENDED", {})]
    assert found(*lost, setup=BENCH) == [("money", 1)]
    assert sentences(*lost, setup=BENCH) == [
        "What this turn moved as RENT loses $1 though the bank takes no part"
    ]


def test_a_bankrupts_last_cash_may_go_to_the_bank_but_not_come_from_it():
    assert found(cash("p1", -52, "BANKRUPTCY_CASH"), ("TURN_ENDED", {}), setup=BENCH) == []
    made = [cash("p1", 52, "BANKRUPTCY_CASH"), ("TURN_ENDED", {})]
    assert found(*made, setup=BENCH) == [("money", 0)]


def test_a_card_that_collects_from_players_makes_no_money():
    told = {
        "player_id": ADA,
        "card": "Collect $50 from every player",
        "effect_type": "collect_from_players",
    }
    assert found(("card_effect", {**told, "amount": 100}), setup=ARENA) == []
    assert found(("card_effect", {**told, "amount": 150}), setup=ARENA) == [("money", 0)]


def test_a_claimed_balance_equal_to_the_fold_is_no_finding():
    assert found(paid(200, cash_after=1300), paid(100, new_balance=1200)) == []


def test_a_wrong_balance_is_told_once_until_the_difference_changes():
    wrong = [paid(200, cash_after=1299), paid(100, cash_after=1199), paid(100, cash_after=1100)]
    assert found(*wrong) == [("balance", 0), ("balance", 2)]
    assert sentences(*wrong)[0] == "The engine says Ada has $1,299, its events add up to $1,300"


def test_both_balances_of_an_arena_rent_are_compared():
    told = {"payer_id": 2, "owner_id": 1, "amount": 50, "position": 39}
    lawful = {**told, "payer_cash_after": 1450, "owner_cash_after": 1550}
    assert found(*let(1, 2), ("rent_payment", lawful), setup=ARENA) == []
    wrong = ("rent_payment", {**lawful, "owner_cash_after": 1500})
    assert found(*let(1, 2), wrong, setup=ARENA) == [("balance", 2)]


def test_cash_below_zero_is_told_at_the_fall():
    assert found(paid(1500)) == []
    assert found(paid(1501), paid(5)) == [("cash", 0)]


def test_a_restated_player_may_bring_no_news():
    state = {"player_id": BLAISE, "cash": 1500, "position": 0, "in_jail": False}
    state |= {"jail_turns": 0, "jail_free_cards": 0}
    assert found(("player_state_detailed", state), setup=ARENA) == []
    assert found(("player_state_detailed", {**state, "cash": 7}), setup=ARENA) == [("untold", 0)]


def test_null_for_player_0_is_noted_and_proves_no_defect_of_the_game():
    told = {"payer_id": CLARA, "owner_id": None, "amount": 50, "position": 39}
    report = audited(*let(ADA, CLARA), ("rent_payment", told), setup=ARENA)
    assert report.counts == {"null_player": 1, "unfinished": 1}
    assert not report.is_severe
    named = {**told, "payer_id": 2, "owner_id": 1}
    assert found(*let(1, 2), ("rent_payment", named), setup=ARENA) == []


def test_a_summed_up_rent_is_the_rent_that_was_paid():
    bought = ("PROPERTY_PURCHASED", {"player_id": "p2", "space_index": 39, "price": 0})
    walked = ("PLAYER_MOVED", {"from": 0, "to": 39, "passed_go": False, "player_id": 0})
    owned = [bought, walked]
    moved = [cash("p1", -50, "RENT"), cash("p2", 50, "RENT")]
    told = {"from_player_id": "p1", "to_player_id": "p2", "space_index": 39}
    assert found(*owned, *moved, ("RENT_PAID", {**told, "amount": 50}), setup=BENCH) == []
    moved = [cash("p1", -49, "RENT"), cash("p2", 49, "RENT")]
    wrong = found(*owned, *moved, ("RENT_PAID", {**told, "amount": 50}), setup=BENCH)
    assert wrong == [("rent", 4)]
