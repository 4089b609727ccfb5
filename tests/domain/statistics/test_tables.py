"""Games as rows of tables: nothing is lost on the way, however they are put together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from replay.domain.statistics import sheet
from replay.domain.statistics.layout import (
    DOUBTS,
    FAULTS,
    GROUPS,
    LAYOUT,
    NOBODY,
    SITUATIONS,
)
from replay.domain.statistics.tables import LATELY, Tables
from tests.domain.statistics import games

GAMES = 12


def told(tables: Tables, place: int) -> dict:
    """One game's rows as Python values, words as texts."""
    found = {}
    for name, rows in tables.rows.items():
        of_game = rows.where(rows.game == place)
        found[name] = [
            {
                column: tables.word(value)
                if column in {"name", "status", "dialect", "agent", "model", "strategy", "word"}
                else (value if value == value else None)  # noqa: PLR0124 - not a number
                for column, value in ((key, _plain(cell)) for key, cell in row.items())
            }
            for row in map(of_game.row, range(len(of_game)))
        ]
    return found


def _plain(cell):
    told = cell.tolist()
    return tuple(told) if isinstance(told, list) else told


@pytest.mark.parametrize("seed", range(GAMES))
def test_every_number_of_a_summary_is_in_the_rows(seed):
    made = games.made(seed)
    rows, game = told(games.tables(GAMES), seed), made.body.game
    (row,) = rows["games"]
    assert (row["name"], row["status"]) == (made.facts.game_id, "finished")
    assert row["dated"] == made.facts.dated.timestamp()
    for column in ("events", "head", "turns", "is_over", "unsold", "other_events", "seconds"):
        assert row[column] == getattr(game, column)
    assert row["winner"] == (NOBODY if game.winner is None else game.winner)
    assert {DOUBTS[bit] for bit in range(32) if row["doubts"] >> bit & 1} == set(game.doubts)
    for seat, (one, side, who, did) in enumerate(
        zip(rows["seats"], game.sides, made.body.seats, made.body.deciding, strict=True)
    ):
        _compare_seat(one, seat, side, who, did)
    assert [(k["number"], k["turn"], k["seat"], k["position"]) for k in rows["kills"]] == [
        (k.sequence_number, k.turn, k.seat, k.position) for k in game.kills
    ]
    assert [(s["seat"], s["position"], s["price"], s["by_auction"]) for s in rows["sales"]] == [
        (s.seat, s.position, s.price, s.by_auction) for s in game.sales
    ]
    assert [(m["number"], m["seat"], GROUPS[m["group"]]) for m in rows["monopolies"]] == [
        (m.sequence_number, m.seat, m.group) for m in game.monopolies
    ]
    assert [(d["seat"], d["recipient"], d["given"], d["taken"]) for d in rows["deals"]] == [
        (d.proposer, d.recipient, d.given, d.taken) for d in game.deals
    ]
    assert [(e["turn"], e["cash"], e["net_worth"]) for e in rows["economy"]] == [
        *zip(game.economy.turns, game.economy.cash, game.economy.net_worth, strict=True)
    ]
    assert {one["word"]: one["count"] for one in rows["events"]} == game.event_types
    assert [one["word"] for one in rows["tags"]] == list(made.facts.tags)


def _compare_seat(row, seat, side, who, did):
    assert row["seat"] == seat
    assert (row["name"], row["agent"], row["model"], row["strategy"]) == (
        *(who.name, who.agent, who.model),
        who.strategy,
    )
    for column in ("cash", "net_worth", "turns", "survived", "jailed", "proposed", "salary"):
        assert row[column] == getattr(side, column)
    assert row["placement"] == (side.placement or 0)
    assert row["dice"] == side.dice.by_sum
    assert row["expected_paid"] == side.luck.expected_paid
    for column in ("landings", "rent_paid", "rent_received", "built"):
        assert {at: n for at, n in enumerate(row[column]) if n} == getattr(side, column)
    assert [at for at in range(40) if row["owned"] >> at & 1] == list(side.owned)
    assert row["decisions"] == did.count
    assert row["cost_told"] == did.usage.cost_told
    assert row["cost"] == did.usage.cost_usd


def test_what_was_decided_is_in_the_rows():
    rows, did = told(games.tables(1), 0), games.made(0).body.deciding
    assert [
        (one["seat"], SITUATIONS[one["situation"]], one["word"], one["offered"], one["chosen"])
        for one in rows["options"]
    ] == [
        (seat, one.situation, one.action, one.offered, one.chosen)
        for seat, made in enumerate(did)
        for one in made.options
    ]
    assert [(one["seat"], one["bucket"], one["count"]) for one in rows["latencies"]] == [
        (seat, bucket, count)
        for seat, made in enumerate(did)
        for bucket, count in made.latencies.items()
    ]
    assert {(one["seat"], FAULTS[one["fault"]]): one["count"] for one in rows["faults"]} == {
        (seat, fault): count
        for seat, made in enumerate(did)
        for fault, count in made.faults.items()
    }


@settings(max_examples=25)
@given(st.lists(st.integers(0, GAMES - 1), max_size=20), st.integers(0, 20))
def test_taking_and_joining_come_to_stacking_those_games(places, cut):
    whole = games.tables(GAMES)
    stacked = Tables.of([games.packed(seed) for seed in places])
    cut = min(cut, len(places))
    front, back = (whole.take(np.array(part, int)) for part in (places[:cut], places[cut:]))
    later = Tables.of([games.packed(seed) for seed in places[cut:]])
    for other in (whole.take(np.array(places, int)), front.joined(back), front.joined(later)):
        assert len(other) == len(places)
        for place in range(len(places)):
            assert told(other, place) == told(stacked, place)
        assert (other.first_seat == stacked.first_seat).all()


def test_what_was_asked_for_lately_is_kept_and_no_more():
    some, made = games.tables(2), []

    def ask(name):
        return some.lately(name, lambda: made.append(name) or f"made of {name}")

    names = list(range(LATELY))
    assert [ask(name) for name in [*names, *names]] == [f"made of {name}" for name in [*names] * 2]
    assert made == names
    ask(LATELY)
    ask(names[-1])
    assert made == [*names, LATELY]
    ask(names[0])
    assert made == [*names, LATELY, names[0]]


def test_no_games_are_empty_tables():
    none = Tables.of([])
    assert len(none) == 0
    assert {name: len(rows) for name, rows in none.rows.items()} == dict.fromkeys(LAYOUT, 0)
    assert len(none.joined(games.tables(3))) == 3
    assert len(games.tables(3).take(np.array([], int))) == 0


def test_an_amount_beyond_64_bits_is_refused():
    made = games.made(0)
    sides = made.body.game.sides
    huge = sheet.msgspec.structs.replace(sides[0], cash=2**70)
    game = sheet.msgspec.structs.replace(made.body.game, sides=(huge, *sides[1:]))
    body = sheet.msgspec.structs.replace(made.body, game=game)
    with pytest.raises(OverflowError):
        sheet.pack(made.facts, body)
