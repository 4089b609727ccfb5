"""`manage.py fork` plays on from any event."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from games.models import Game
from replay.domain import match
from replay.domain.rules.house import House
from replay.forking import asked
from replay.forking.asked import ForkIn
from replay.reading import open_game
from tests.domain.games import THREE
from tests.replay.recorded import record

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _played():
    events = match.play(THREE, ["greedy", "trader", "cautious"], 5, House(turn_limit=60))
    record("g", events)


def fork(*args: object) -> str:
    out = StringIO()
    call_command("fork", "g", *map(str, args), stdout=out, stderr=StringIO())
    return out.getvalue()


def test_one_fork_is_the_game_the_api_would_make():
    game_id = fork("--at", 100, "--turn-limit", 10).strip()
    assert Game.objects.get(game_id=game_id).metadata["forked_from"]["at"] == 100
    order = asked.order(open_game("g"), ForkIn(100, turn_limit=10))
    assert order.game_id(1) == game_id


def test_many_forks_are_counted_and_none_is_stored():
    told = fork("--at", 100, "--n", 3, "--turn-limit", 5, "--seats", "greedy,greedy,random")
    assert "Ada (greedy) wins" in told
    assert "of 3 games were not finished" in told
    assert Game.objects.count() == 1


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("--at", 10**6), "no event"),
        (("--at", 100, "--seats", "greedy"), "each needs an agent"),
        (("--at", 100, "--n", 0), ">= 1"),
    ],
)
def test_what_makes_no_sense_is_said(args, says):
    with pytest.raises(CommandError, match=says):
        fork(*args)
