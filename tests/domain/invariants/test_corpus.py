"""What the audit finds in real games of two engines: their known defects, by rule and number."""

from __future__ import annotations

import json
import random

import pytest
from msgspec import Raw, structs

from games import importing
from games.importing import Choices
from replay.domain.dialects import registry, testimony
from replay.domain.invariants import Audit
from tests import corpus as recordings
from tests.corpus import arena, benchmark

# auction: the automatic first bid is more than its bidder has; cash: card and auction leave debts;
# card: who has less than a card asks for pays the others less; jail: the third doubles move the
# token before they lead to jail; mortgage: deeds mortgaged under buildings of their group;
# null_player: owner_id null for player 0; price, unasked: after a card's move the space asks for
# nothing, neither tax nor rent; rent: not doubled beside a mortgaged deed; turn: who has just been
# sent to jail rolls for it in the same turn; unfinished: the rows of the last bankruptcy were lost,
# the status is "running" for ever; unprovable: the reasoning of fallbacks was made up by the
# engine.
ARENA = {
    "arena-1": {"null_player": 8, "turn": 3, "unasked": 2},
    "arena-16": {
        "null_player": 5,
        "auction": 3,
        "cash": 1,
        "turn": 1,
        "unasked": 3,
        "unfinished": 1,
    },
    "arena-17": {"null_player": 20, "fallback": 3, "unprovable": 3, "turn": 4, "unasked": 1},
    "arena-19": {
        "null_player": 64,
        "auction": 1,
        "cash": 1,
        "mortgage": 7,
        "price": 1,
        "rent": 7,
        "turn": 6,
        "unasked": 1,
    },
    "arena-5": {"null_player": 11, "fallback": 37, "unprovable": 37, "turn": 2, "unasked": 2},
    "arena-9": {
        "null_player": 14,
        "card": 4,
        "jail": 1,
        "mortgage": 8,
        "rent": 12,
        "turn": 9,
        "unasked": 6,
    },
}

# blind: the prompt of an answer to an offer leaves the offer empty; bankruptcy: a bankrupt keeps
# his jail card for ever; ending: the log of a crashed game just stops; price: 10 % reckoned in
# binary fractions, so that $100 cost $111 to lift; turn: who fails to roll doubles in jail may pay
# the fine after that, and rolls once more.
BENCHMARK = {
    "bench-1": {"bankruptcy": 1},
    "bench-12": {"price": 47, "turn": 4},
    "bench-18": {"bankruptcy": 1, "price": 1},
    "bench-8": {},
    "bench-9": {},
    "crash-901": {"blind": 3, "ending": 1},
    "llm-101": {"blind": 26, "fallback": 11, "price": 1},
    "llm-107": {"blind": 19, "fallback": 7, "price": 1, "rent": 1, "turn": 1},
    "llm-116": {"blind": 8, "fallback": 4, "bankruptcy": 1},
}


def _report(folder, read, status, winner):
    game = read(folder)
    audit = Audit(game.setup, registry.bind(game.setup), testimony.of(game.setup))
    found = importing.find(folder)[0]
    audit.take(importing.read(found, Choices()).decisions())
    audit.extend(game.events)
    report = audit.close(status, winner)
    assert report.broken is None
    assert report.unread == {}
    assert report.events == len(game.events)
    return report


@pytest.mark.parametrize("name", ARENA)
def test_the_arenas_defects_are_found_and_nothing_else(corpus, name):
    folder = corpus / "arena" / name
    game = json.loads((folder / "db.json").read_bytes())["game"]
    report = _report(folder, arena.read, game["status"], game["winner_id"])
    assert report.counts == ARENA[name]


@pytest.mark.parametrize("name", BENCHMARK)
def test_the_benchmarks_defects_are_found_and_nothing_else(corpus, name):
    report = _report(corpus / "benchmark" / name, benchmark.read, "finished", None)
    assert report.counts == BENCHMARK[name]


def test_every_game_of_the_corpus_is_named_here(corpus):
    engines = ("arena", "benchmark")
    names = [folder.name for engine in engines for folder in recordings.folders(engine)]
    assert sorted(names) == sorted([*ARENA, *BENCHMARK])


def test_a_debt_without_a_bankruptcy_is_where_the_arenas_log_stops(corpus):
    report = _report(corpus / "arena" / "arena-16", arena.read, "running", None)
    debt, end = report.findings[-2:]
    assert (debt.rule, debt.sequence_number, debt.sentence) == (
        "cash",
        332,
        "Bob is left with -$19",
    )
    assert (end.rule, end.sequence_number) == ("unfinished", 332)
    assert end.sentence.startswith("The log stops here while Bob is in debt: ")


def test_without_what_the_arena_drops_no_reasoning_can_be_proven(corpus):
    """Its own rows hold no answers, so a fallback looks like any other decision."""
    folder = corpus / "arena" / "arena-5"
    game = arena.read(folder)
    audit = Audit(game.setup, registry.bind(game.setup), testimony.of(game.setup))
    told = importing.read(importing.find(folder)[0], Choices()).decisions()
    rows = [_without_extras(one) for one in told]
    audit.take(rows)
    assert audit.close("finished").counts == {"unprovable": len(rows), "ending": 1}


@pytest.mark.parametrize(
    ("read", "name"), [(arena.read, "arena/arena-16"), (benchmark.read, "benchmark/llm-116")]
)
@pytest.mark.parametrize("seed", range(5))
def test_a_log_thrown_into_disorder_never_makes_it_raise(corpus, read, name, seed):
    game, pick = read(corpus / name), random.Random(seed)
    events = [one for one in game.events if pick.random() > seed / 100]
    for _ in range(10 * seed + 1):
        here, there = pick.randrange(len(events)), pick.randrange(len(events))
        events[here], events[there] = events[there], events[here]
    first = game.setup.first_sequence
    audit = Audit(game.setup, registry.bind(game.setup), testimony.of(game.setup))
    audit.extend(
        structs.replace(one, sequence_number=first + index) for index, one in enumerate(events)
    )
    assert audit.close("finished").counts


def _without_extras(decision):
    chosen = json.loads(bytes(decision.chosen_action))
    kept = {key: chosen[key] for key in ("action_type", "params")}
    return structs.replace(decision, chosen_action=Raw(json.dumps(kept).encode()))
