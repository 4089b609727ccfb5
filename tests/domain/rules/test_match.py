"""Whole games: who plays, how they end, what a table may agree on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec import json
from msgspec.structs import asdict

from replay.domain import match
from replay.domain.cards import DECKS
from replay.domain.rules.house import House
from replay.domain.setup import InvalidSetup, Seat, Setup
from tests.domain.rules.tables import setup

MIXED = ("greedy", "cautious", "trader", "greedy")


def test_nine_in_ten_games_of_four_end_in_bankruptcy_within_five_hundred_turns():
    games = [match.play(setup(), MIXED, seed, House(turn_limit=500)) for seed in range(20)]
    reasons = [json.decode(game[-1].payload)["reason"] for game in games]
    assert reasons.count("bankruptcy") >= 18


def test_players_are_named_in_events_by_their_own_ids():
    table = Setup((Seat(0, "Ada"), Seat(1, "Blaise")), player_ids=(7, 3))
    first = match.play(table, ("random", "random"), 1, House(turn_limit=1))
    assert json.decode(first[1].payload) == {"player_id": 7, "turn_number": 1}
    assert first[1].actor_player_id == 0


def test_a_stream_starts_where_its_setup_says():
    table = Setup((Seat(0, "Ada"), Seat(1, "Blaise")), first_sequence=100)
    events = match.play(table, ("random", "random"), 1, House(turn_limit=2))
    assert [event.sequence_number for event in events] == list(range(100, 100 + len(events)))


def test_house_rules_are_read_from_a_games_config():
    told = {"turn_limit": 200, "salary": 400, "jail_fine": 0, "model": "x", "reshuffle": None}
    assert House.of(told) == House(turn_limit=200, salary=400, jail_fine=0)
    assert House.of({}) == House()


@pytest.mark.parametrize("wrong", [{"salary": -1}, {"turn_limit": 0}, {"jail_fine": "fifty"}])
def test_a_house_rule_nobody_can_play_by_is_refused_by_name(wrong):
    with pytest.raises(InvalidSetup, match=next(iter(wrong))):
        House.of(wrong)


@pytest.mark.parametrize(
    ("table", "agents", "why"),
    [
        (setup(2), ("random",), "1 agents are named for 2 seats"),
        (setup(2), ("random", "napoleon"), "no agent is called 'napoleon'"),
        (
            Setup(setup(2).seats, dialect="monopoly-game-arena"),
            ("random", "random"),
            "the rules speak native",
        ),
    ],
)
def test_a_game_that_cannot_be_played_is_refused(table, agents, why):
    with pytest.raises(InvalidSetup, match=why):
        match.play(table, agents, 1)


def test_both_decks_have_sixteen_cards_with_one_to_keep():
    for cards in DECKS.values():
        assert len(cards) == 16
        assert [card.text for card in cards].count("Get Out of Jail Free") == 1


def test_the_document_lists_every_house_rule_with_its_default():
    document = (Path(__file__).parents[3] / "docs" / "rules.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `(\w+)` \| (\w+) \|", document, flags=re.MULTILINE))
    assert {key: json.decode(value) for key, value in told.items()} == asdict(House())
