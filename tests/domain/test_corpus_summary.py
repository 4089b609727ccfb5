"""Summaries of recorded games: winners, places, money and bankruptcies as the engines have them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from replay.domain import board
from replay.domain.dialects import registry
from replay.domain.summary.collector import Collector
from replay.domain.summary.game import Doubt, Summary
from tests import corpus
from tests.corpus import Recording, arena, benchmark

finished = corpus.each(
    (arena.read, folder)
    for folder in corpus.folders("arena")
    if json.loads((folder / "db.json").read_bytes())["game"]["status"] == "finished"
)
benchmarks = corpus.each((benchmark.read, folder) for folder in corpus.folders("benchmark"))
every_game = corpus.each(
    (read, folder)
    for engine, read in (("arena", arena.read), ("benchmark", benchmark.read))
    for folder in corpus.folders(engine)
)


def summed(game: Recording) -> Summary:
    collector = Collector(game.setup, registry.bind(game.setup))
    collector.extend(game.events)
    return collector.summary()


def meta(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "meta.json").read_bytes())


@finished
def test_the_results_an_engine_stored_are_found(read, folder):
    game = read(folder)
    told = summed(game)
    for row in json.loads((folder / "db.json").read_bytes())["players"]:
        side = told.sides[row["player_id"]]
        assert (side.cash, side.net_worth) == (row["final_cash"], row["final_net_worth"])
        assert (side.is_winner, side.is_bankrupt) == (row["is_winner"], row["is_bankrupt"])
        assert side.placement == row["placement"]


@benchmarks
def test_the_winner_and_the_bankrupt_are_found(read, folder):
    game, known = read(folder), meta(folder)
    told = summed(game)
    ids = game.setup.player_ids
    winner = None if told.winner is None else ids[told.winner]
    assert told.is_over == known.get("ended", True), "what the log does not tell is not known"
    assert winner == (known["winner_player_id"] if told.is_over else None)
    last = game.truths[-1][1]
    bankrupt = {at for at, player in enumerate(last["players"]) if player["is_bankrupt"]}
    assert {kill.seat for kill in told.kills} == bankrupt
    assert {ids[seat] for seat in bankrupt} == set(
        known.get("bankrupt", map(ids.__getitem__, bankrupt))
    )
    assert [side.cash for side in told.sides] == [player["cash"] for player in last["players"]]


@benchmarks
def test_every_bankruptcy_is_put_to_the_space_whose_debt_it_was(read, folder):
    """The engine's own board: where the debtor stood, and that the creditor had the space."""
    game = read(folder)
    told = summed(game)
    for kill in told.kills:
        before, after = _around_bankruptcy(game, kill.seat)
        assert before["current_player"] == kill.seat, "a debt of another's turn has its own test"
        assert after["players"][kill.seat]["position"] == kill.position
        assert after["players"][kill.seat]["bankrupt_to"] == kill.creditor
        owners = {one["position"]: one["owner"] for one in after["properties"]}
        if kill.creditor is not None and kill.position in owners:
            assert owners[kill.position] == kill.creditor
        if kill.creditor is None:
            assert owners.get(kill.position) is None, "rent is owed to players"


@every_game
def test_all_is_told_of_games_that_are_read_whole(read, folder):
    told = summed(read(folder))
    is_over = meta(folder).get("game_over", meta(folder).get("winner_player_id") is not None)
    assert set(told.doubts) <= {Doubt.UNFINISHED}
    assert told.is_over or Doubt.UNFINISHED in told.doubts
    assert is_over or not told.is_over
    assert all(sale.price for sale in told.sales), "nobody gets a deed for nothing"
    assert all(
        sale.by_auction or sale.price == board.SPACES[sale.position].price for sale in told.sales
    )
    for side in told.sides:
        assert side.dice is not None
        assert side.luck is not None
        assert side.landings is not None
    received = sum(sum((side.rent_received or {}).values()) for side in told.sides)
    assert received == sum(sum((side.rent_paid or {}).values()) for side in told.sides)


@benchmarks
def test_a_trade_is_worth_what_changed_hands(read, folder):
    """Every accepted offer, found once more in the log itself."""
    game = read(folder)
    told = summed(game)
    rows = [one for one in game.events if one.event_type == "TRADE_ACCEPTED"]
    assert [deal.sequence_number for deal in told.deals] == [one.sequence_number for one in rows]
    for deal, row in zip(told.deals, rows, strict=True):
        payload = json.loads(bytes(row.payload))
        assert {game.setup.player_ids[deal.proposer], game.setup.player_ids[deal.recipient]} == {
            payload["initiator_player_id"],
            payload["counterparty_player_id"],
        }
        assert deal.given >= payload["offer"]["cash"]
        assert deal.taken >= payload["request"]["cash"]


def _around_bankruptcy(game: Recording, seat: int) -> tuple[dict[str, Any], dict[str, Any]]:
    before: dict[str, Any] = {}
    for _, truth in game.truths:
        if truth["players"][seat]["is_bankrupt"]:
            return before, truth
        before = truth
    raise AssertionError(f"the engine never knew seat {seat} bankrupt")
