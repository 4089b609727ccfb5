"""`manage.py play` records whole games through the API."""

from __future__ import annotations

import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from games.models import ApiKey, Game
from replay import auditing, reading
from tests.players import pretend
from tests.players.pretend import Said, choosing, words


def play(served: str, **options) -> str:
    out = StringIO()
    given = {"games": 2, "seed": 5, "seats": "greedy,random", "turn_limit": 40, "url": served}
    call_command("play", stdout=out, **(given | options))
    return out.getvalue()


def test_games_are_recorded_whole_with_their_results(served):
    assert "2 games" in play(served)
    for game in Game.objects.all():
        recording = reading.open_game(game.game_id)
        end = reading.state_at(recording, recording.head)
        assert (game.status, game.winner_id) == ("finished", end.winner)
        assert game.total_turns == end.turn_number
        assert end.is_over
        assert (end.unread, end.missing) == (0, 0)
        for player, reached in zip(game.players.order_by("player_id"), end.players, strict=True):
            assert (player.final_cash, player.is_bankrupt) == (reached.cash, reached.is_bankrupt)
            assert player.is_winner == (player.player_id == end.winner)
        assert sorted(game.players.values_list("placement", flat=True)) == [1, 2]


def test_the_winner_is_placed_first(served):
    play(served, games=3)
    for game in Game.objects.all():
        assert game.players.get(placement=1).player_id == game.winner_id


def test_the_bankrupt_are_placed_by_how_long_they_held_out(served):
    play(served, games=1, seats="greedy,greedy,random,random", turn_limit=2000)
    game = Game.objects.get()
    out = game.events.filter(event_type="bankruptcy").order_by("sequence_number")
    losers = [event.payload["player_id"] for event in out]
    assert len(losers) == 3
    placed = list(game.players.order_by("placement").values_list("player_id", flat=True))
    assert placed == [game.winner_id, *reversed(losers)]


def test_playing_again_adds_nothing(served):
    play(served)
    events = [game.events.count() for game in Game.objects.order_by("game_id")]
    assert "2 were recorded already" in play(served)
    assert [game.events.count() for game in Game.objects.order_by("game_id")] == events


def test_the_key_it_made_is_ended_with_it(served):
    play(served, games=1)
    assert ApiKey.objects.get().revoked_at is not None


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"seats": "greedy,wizard"}, "wizard"),
        ({"seats": "greedy"}, "2 to 8"),
        ({"turn_limit": 0}, "turn-limit is 0"),
        ({"url": "http://127.0.0.1:1"}, "Nobody answers at http://127.0.0.1:1"),
        ({"jobs": 0}, "jobs is 0"),
        ({"pace": -1.0}, "pace is -1.0"),
        ({"seats": "greedy,llm:m"}, "has no server: set OPENAI_BASE_URL"),
        ({"seats": "greedy,llm:m?url=http://127.0.0.1:1/v1"}, "llm:m at .*Nothing was recorded"),
    ],
)
def test_what_cannot_be_played_is_said(served, options, says):
    with pytest.raises(CommandError, match=says):
        play(served, **options)
    assert not Game.objects.exists()


def test_games_of_several_processes_are_those_of_one(served):
    assert "2 games" in play(served, jobs=2, name="by-two")
    assert "2 games" in play(served, name="by-one")
    for seed in (5, 6):
        told = [
            list(events.order_by("sequence_number").values_list("payload", flat=True))
            for name in ("by-one", "by-two")
            for events in [Game.objects.get(game_id=f"{name}-{seed}").events]
        ]
        assert told[0] == told[1]


def test_a_game_at_a_pace_can_be_watched(served):
    began = time.monotonic()
    play(served, games=1, turn_limit=2, pace=0.05)
    count = Game.objects.get().events.count()
    assert time.monotonic() - began > 0.05 * count


def test_a_model_plays_and_all_it_said_is_recorded(served, settings):
    settings.OPENAI_API_KEY = "sk-never-record-me"
    with pretend.model() as model:
        settings.OPENAI_BASE_URL = model.url
        said = iter([Said(choosing(1)), Said(words("Hm."))])
        model.always = lambda _: next(said, Said(choosing(1, "Why not.", say="Hello!")))
        out = play(served, games=1, turn_limit=8, seats="llm:org/m-1?retries=0,greedy")
        assert set(model.keys) == {"Bearer sk-never-record-me"}
    game = Game.objects.get(game_id="llm-org-m-1-greedy-5")
    player = game.players.get(player_id=0)
    assert (player.agent_type, player.llm_model_name) == ("llm", "org/m-1")
    assert player.llm_parameters["fallback"] == "greedy"
    decisions = list(game.decisions.order_by("sequence_number"))
    assert [bool(one.chosen_action.get("fallback")) for one in decisions][:3] == [
        True,
        False,
        False,
    ]
    assert decisions[1].reasoning == "Why not."
    assert decisions[1].chosen_action["public_message"] == "Hello!"
    report = auditing.of(reading.open_game(game.game_id)).report
    assert report.counts == {"fallback": 1}
    count = len(decisions)
    assert f"{count} decisions, 1 of them by a fallback" in out
    assert f"{count * 100:,} prompt tokens" in out
    assert "llm:org/m-1 won" in out


def test_choices_of_agents_are_recorded_on_demand(served):
    assert "decisions, 0 of them by a fallback" in play(served, games=1, decisions=True)
    game = Game.objects.get()
    assert game.decisions.filter(player_id=0).exists()
    assert auditing.of(reading.open_game(game.game_id)).report.counts == {}
