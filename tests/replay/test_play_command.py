"""`manage.py play` records whole games through the API."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from games.models import ApiKey, Game
from replay import reading


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
    ],
)
def test_what_cannot_be_played_is_said(served, options, says):
    with pytest.raises(CommandError, match=says):
        play(served, **options)
    assert not Game.objects.exists()
