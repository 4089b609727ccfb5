"""What the record says of a finished game, against the board its log ends with."""

from __future__ import annotations

import pytest

from games.domain.seat import Result
from replay.domain.dialects import registry, testimony
from replay.domain.invariants import Audit
from tests.domain.games import ADA, BLAISE, CLARA, THREE, stream
from tests.domain.invariants.audits import END

OUT = ("bankruptcy", {"player_id": CLARA})
EMPTIED = ("bank_payment", {"player_id": CLARA, "amount": -1500, "reason": "bankruptcy"})
SOLD = ("auction_end", {"position": 39, "winner_id": ADA, "amount": 400})
GAME = (SOLD, EMPTIED, OUT, END)


def found(*results, told=GAME, status="finished"):
    audit = Audit(THREE, registry.bind(THREE), testimony.of(THREE))
    audit.extend(stream(*told))
    report = audit.close(status, None, results)
    return [one for one in report.findings if one.rule == "results"]


def sentences(*results):
    return [one.sentence for one in found(*results)]


def test_results_that_agree_are_no_finding():
    assert not found(
        Result(player_id=ADA, final_cash=1100, final_net_worth=1500, is_winner=True, placement=1),
        Result(player_id=BLAISE, final_cash=1500, is_bankrupt=False, placement=2),
        Result(player_id=CLARA, final_cash=0, final_net_worth=0, is_bankrupt=True, placement=3),
    )


@pytest.mark.parametrize(
    ("result", "sentence"),
    [
        (
            Result(player_id=ADA, final_cash=1101),
            "The record ends Ada with cash $1,101, the log with $1,100",
        ),
        (
            Result(player_id=ADA, final_net_worth=1100),
            "The record ends Ada with net worth $1,100, the log with $1,500",
        ),
        (
            Result(player_id=BLAISE, is_winner=True),
            "The record names Blaise the winner, the log does not",
        ),
        (
            Result(player_id=ADA, is_winner=False),
            "The log names Ada the winner, the record does not",
        ),
        (
            Result(player_id=CLARA, is_bankrupt=False),
            "The record says Clara is not out, the log ends with Clara out",
        ),
        (Result(player_id=ADA, placement=2), "Ada wins and is placed 2"),
    ],
)
def test_each_result_that_differs_is_found(result, sentence):
    assert sentences(result) == [sentence]


def test_nobody_who_is_out_is_placed_before_one_who_is_not():
    places = [Result(player_id=BLAISE, placement=3), Result(player_id=CLARA, placement=2)]
    assert sentences(*places) == ["Clara is out and placed 2, before one who is not"]


def test_what_is_not_told_and_players_nobody_knows_are_no_claims():
    assert not found(Result(player_id=ADA, final_cash=None), Result(player_id=77, final_cash=1))


def test_only_a_finished_game_has_results():
    wrong = Result(player_id=ADA, final_cash=1)
    assert not found(wrong, told=GAME[:-1])
    assert not found(wrong, status="running")


def test_where_events_were_lost_amounts_prove_nothing_but_outcomes_do():
    wrong = Result(player_id=BLAISE, final_cash=1, final_net_worth=1, is_winner=True)
    told = (("missing", {}), *GAME)
    assert [one.seen for one in found(wrong, told=told)] == [True]
