"""Summaries in the database: made once, kept, and stale as soon as they do not hold."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from msgspec import structs

from games import ingest
from games.domain.errors import GameNotFound
from games.models import Game
from replay import rebuilding, stream, summaries
from replay.domain import match
from replay.domain.statistics import sheet
from replay.domain.statistics.tables import Tables
from replay.domain.summary.collector import Collector
from replay.domain.summary.game import Doubt
from replay.models import GameSummary
from replay.recording import open_game
from tests.domain.games import THREE, event
from tests.replay import recorded
from tests.replay.deciders import decision

pytestmark = pytest.mark.django_db

AGENTS = ("greedy", "cautious", "trader")
PLAYED = match.play(THREE, AGENTS, seed=3, house=match.House(turn_limit=60))


def kept(game_id: str) -> summaries.Kept:
    found = summaries.read(game_id)
    assert found is not None
    return found


def rebuild(*options: str) -> str:
    out = StringIO()
    call_command("rebuild_summaries", *options, stdout=out, stderr=out)
    return out.getvalue()


def test_a_summary_is_that_of_the_stored_events():
    recorded.record("g", PLAYED)
    recording = open_game("g")
    collector = Collector(recording.setup, recording.dialect)
    collector.extend(stream.between(recording, recording.first, recording.head))
    assert summaries.ensure("g").game == collector.summary()
    assert kept("g").body.game == collector.summary()
    assert not kept("g").is_stale


def test_a_summary_that_holds_is_not_made_again(django_assert_max_num_queries):
    recorded.record("g", PLAYED)
    made = summaries.ensure("g")
    at = GameSummary.objects.get().made_at
    with django_assert_max_num_queries(2):
        assert summaries.ensure("g") == made
    assert GameSummary.objects.get().made_at == at


def test_a_grown_game_is_stale_until_it_is_summed_up_again():
    game = recorded.record("g", PLAYED[:50])
    summaries.ensure("g")
    assert summaries.stale() == []
    recorded.add(game, PLAYED[50:])
    assert kept("g").is_stale
    assert kept("g").body.game.events == 50
    assert summaries.stale() == ["g"]
    assert summaries.ensure("g").game.events == len(PLAYED)
    assert summaries.stale() == []


def test_a_new_decision_makes_it_stale():
    game = recorded.record("g", PLAYED)
    assert summaries.ensure("g").deciding[0].count == 0
    ingest.append_decisions(game.pk, [decision(1, processing_time_ms=250)])
    assert kept("g").is_stale
    told = summaries.ensure("g").deciding[0]
    assert (told.count, sum(told.latencies.values())) == (1, 1)
    assert told.usage.prompt_tokens is None


def test_tokens_are_summed_over_the_decisions_that_tell_them():
    game = recorded.record("g", PLAYED)
    usages = ({"prompt_tokens": 100, "cost_usd": 0.5}, {"prompt_tokens": 11}, {"cost_usd": "much"})
    ingest.append_decisions(
        game.pk,
        [
            decision(number, chosen_action={"choice": "roll", "usage": usage})
            for number, usage in enumerate(usages, 1)
        ],
    )
    usage = summaries.ensure("g").deciding[0].usage
    assert (usage.prompt_tokens, usage.prompt_told) == (111, 2)
    assert (usage.completion_tokens, usage.completion_told) == (None, 0)
    assert (usage.cost_usd, usage.cost_told) == (0.5, 1)


def _appends(game):
    recorded.add(game, PLAYED[50:60])


def _decides(game):
    ingest.append_decisions(game.pk, [decision(1)])


CHANGES = {
    "events": _appends,
    "a decision": _decides,
    "a status": lambda game: Game.objects.filter(pk=game.pk).update(status="finished"),
    "metadata": lambda game: Game.objects.filter(pk=game.pk).update(metadata={"tag": "b"}),
    "a player": lambda game: game.players.filter(player_id=0).update(llm_model_name="other"),
    "a new player": lambda game: game.players.create(player_id=9, name="Nine", agent_type="x"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
@pytest.mark.parametrize("is_deep", [False, True])
def test_whatever_comes_to_a_game_makes_it_stale_and_no_other(change, is_deep):
    game = recorded.record("g", PLAYED[:50])
    recorded.record("other", PLAYED[:50])
    summaries.ensure("g")
    summaries.ensure("other")
    change(game)
    assert kept("g").is_stale
    assert not kept("other").is_stale
    assert summaries.stale(is_deep=is_deep) == ["g"]
    summaries.ensure("g")
    assert not kept("g").is_stale


def test_what_no_trigger_saw_is_found_by_comparing():
    game = recorded.record("g", PLAYED[:50])
    summaries.ensure("g")
    _appends(game)
    GameSummary.objects.update(is_current=True)
    assert summaries.stale() == []
    assert summaries.stale(is_deep=True) == ["g"]


def test_what_comes_while_a_summary_is_made_makes_it_stale(monkeypatch):
    game = recorded.record("g", PLAYED[:50])
    read = summaries.summary_facts.of

    def meanwhile(recording):
        _appends(game)
        return read(recording)

    monkeypatch.setattr(summaries.summary_facts, "of", meanwhile)
    assert summaries.make("g").game.events == 50
    assert kept("g").is_stale


def test_a_game_that_is_recorded_anew_while_it_is_summed_up_gets_no_summary_of_the_old_one(
    monkeypatch,
):
    recorded.record("g", PLAYED[:50])
    seats = summaries.summary_facts.seats

    def meanwhile(*told):
        Game.objects.all().delete()
        recorded.record("g", PLAYED[:5])
        return seats(*told)

    monkeypatch.setattr(summaries.summary_facts, "seats", meanwhile)
    with pytest.raises(GameNotFound):
        summaries.make("g")
    assert not GameSummary.objects.exists()


def test_amounts_beyond_64_bits_are_told_and_in_no_number(monkeypatch):
    recorded.record("g", PLAYED)
    pack, tried = sheet.pack, []

    def overflow_once(facts, body):
        tried.append(body)
        if len(tried) == 1:
            raise OverflowError
        return pack(facts, body)

    monkeypatch.setattr(sheet, "pack", overflow_once)
    body = summaries.ensure("g")
    assert body.problem == summaries.TOO_LARGE
    assert body.game.doubts == {Doubt.UNREADABLE: 1}
    assert body.game.events == 0
    assert kept("g").body == body


def test_what_other_code_made_is_not_read(monkeypatch):
    recorded.record("g", PLAYED)
    summaries.ensure("g")
    monkeypatch.setattr(summaries, "VERSION", "another")
    assert summaries.read("g") is None
    assert summaries.stale() == ["g"]


def test_who_played_and_what_the_game_is_tagged_with_is_on_its_sheet():
    game = recorded.record("g", PLAYED)
    meta = {"run": "a", "tags": ["x", "y"], "deep": {"no": 1}, "n": 3, "long": "z" * 999}
    Game.objects.filter(pk=game.pk).update(metadata=meta)
    game.players.filter(player_id=0).update(llm_model_name="small", agent_type="llm")
    ingest.append_decisions(
        game.pk,
        [decision(1, strategy_description="hoard"), decision(1, player=1, model_version="model-1")],
    )
    first, second, _ = summaries.ensure("g").seats
    assert (first.agent, first.model, first.strategy) == ("llm", "small", "hoard")
    assert (second.agent, second.model) == ("human", "model-1")
    tables = Tables.of([GameSummary.objects.get().sheet])
    tags = [tables.word(code) for code in tables.rows["tags"]["word"]]
    assert tags == sorted(["run=a", "tags=x", "tags=y", "n=3", f"long={'z' * 195}"])
    assert tables.word(tables.games["name"][0]) == "g"
    assert tables.word(tables.games["dialect"][0]) == "native"


def test_a_game_nobody_can_read_says_so():
    recorded.record("g", PLAYED[:5], dialect="klingon")
    body = summaries.ensure("g")
    assert body.problem
    assert body.game.doubts[Doubt.UNREADABLE] == 1
    assert body.game.sides[0].dice is None


def test_a_game_without_events_has_a_summary():
    recorded.record("g", [])
    assert summaries.ensure("g").game.events == 0
    assert not kept("g").is_stale


def test_a_game_that_is_gone_has_none():
    with pytest.raises(GameNotFound):
        summaries.ensure("nowhere")


def test_a_deleted_game_takes_its_summary_along():
    game = recorded.record("g", PLAYED)
    summaries.ensure("g")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM games WHERE id = %s", [game.pk])
    assert not GameSummary.objects.exists()


def test_only_stale_games_are_rebuilt_unless_all_are_asked_for():
    for name in ("a", "b", "c"):
        recorded.record(name, PLAYED[:20])
    assert rebuild("--jobs", "1") == "3 summaries made from 60 events.\n"
    assert rebuild("--jobs", "1") == "0 summaries made from 0 events.\n"
    assert rebuild("--jobs", "1", "--all") == "3 summaries made from 60 events.\n"


def test_an_interrupted_rebuild_goes_on_where_it_was(monkeypatch):
    for name in ("a", "b", "c"):
        recorded.record(name, PLAYED[:20])
    made, one = [], rebuilding.one

    def interrupted(game_id):
        if len(made) == 2:
            raise KeyboardInterrupt
        made.append(game_id)
        return one(game_id)

    monkeypatch.setattr(rebuilding, "one", interrupted)
    with pytest.raises(CommandError, match="1 games to go"):
        rebuild("--jobs", "1")
    monkeypatch.undo()
    assert GameSummary.objects.count() == 2
    assert rebuild("--jobs", "1") == "1 summaries made from 20 events.\n"


def test_a_rebuild_of_all_that_ended_early_goes_on_as_well(monkeypatch):
    for name in ("a", "b", "c"):
        recorded.record(name, PLAYED[:20])
    rebuild("--jobs", "1")
    made, one = [], rebuilding.one

    def killed(game_id):
        if len(made) == 2:
            raise KeyboardInterrupt
        made.append(game_id)
        return one(game_id)

    monkeypatch.setattr(rebuilding, "one", killed)
    with pytest.raises(CommandError, match="without --all to go on"):
        rebuild("--jobs", "1", "--all")
    monkeypatch.undo()
    assert rebuild("--jobs", "1") == "1 summaries made from 20 events.\n"


@pytest.mark.django_db(transaction=True)
def test_two_processes_make_the_same_summaries_as_one():
    for name in ("a", "b", "c"):
        recorded.record(name, PLAYED)
    rebuild("--jobs", "2")
    shared = {row.game_uuid: bytes(row.body) for row in GameSummary.objects.all()}
    rebuild("--jobs", "1", "--all")
    assert shared == {row.game_uuid: bytes(row.body) for row in GameSummary.objects.all()}
    assert len(shared) == 3


def test_a_break_leaves_what_came_before():
    broken = event(20, "tax_payment", player_id=0, amount="much")
    recorded.record("g", [*PLAYED[:20], broken, event(21, "turn_end", player_id=0)])
    game = summaries.ensure("g").game
    assert (game.head, game.events) == (19, 20)
    assert game.doubts[Doubt.BROKEN] == 1


def test_a_summary_holds_nothing_of_the_event_that_broke_its_game():
    half = {"player_id": 0, "position": 0, "cost": 100, "bank_houses": 31, "bank_hotels": 12}
    recorded.record("g", [*PLAYED[:20], event(20, "build", houses=1, **half)])
    recorded.record("before", PLAYED[:20])
    broken, before = summaries.ensure("g").game, summaries.ensure("before").game
    assert broken.doubts == {Doubt.BROKEN: 1, **before.doubts}
    assert structs.replace(broken, doubts=before.doubts) == before
