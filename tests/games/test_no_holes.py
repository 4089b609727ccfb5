"""The database refuses a hole in a stream, whoever writes it."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from games.domain.numbering import first_sequence
from games.models import Game, LLMDecision
from tests.games import recorded

pytestmark = pytest.mark.django_db


def refused(game: Game, *numbers: int, match: str = "do not continue its sequence") -> None:
    with pytest.raises(IntegrityError, match=match), transaction.atomic():
        recorded.events(game, numbers)


def test_a_stream_grows_batch_by_batch():
    game = recorded.game()

    recorded.events(game, [0])
    recorded.events(game, [1, 2, 3])
    recorded.events(game, [6, 5, 4])

    assert recorded.numbers(game) == [0, 1, 2, 3, 4, 5, 6]


def test_a_stream_has_no_hole():
    game = recorded.game()
    refused(game, 1)
    refused(game, 0, 2)
    recorded.events(game, [0, 1])

    refused(game, 3)
    refused(game, 2, 4)

    assert recorded.numbers(game) == [0, 1]


def test_a_stream_has_each_number_once():
    game = recorded.game()
    recorded.events(game, [0, 1])

    refused(game, 1, 2, match="game_events_game_uuid_sequence_unique")
    refused(game, 2, 2, match="game_events_game_uuid_sequence_unique")


def test_a_number_is_not_negative():
    refused(recorded.game(), -1, match="game_events_sequence_not_negative")


def test_a_game_may_begin_elsewhere():
    game = recorded.game(config={"first_sequence": 2})
    refused(game, 0, 1)
    refused(game, 3)

    recorded.events(game, [2, 3])
    recorded.events(game, [4])

    assert recorded.numbers(game) == [2, 3, 4]


def test_nothing_comes_before_the_beginning():
    game = recorded.game(config={"first_sequence": 2})
    recorded.events(game, [2])

    refused(game, 1)
    refused(game, 0, 1)


@pytest.mark.parametrize("first", [0, 1, 4, 9])
def test_a_config_changed_later_opens_no_hole(first: int):
    game = recorded.game(config={"first_sequence": 2})
    recorded.events(game, [2, 3])
    Game.objects.update(config={"first_sequence": first})

    for number in (0, 1, 9):
        refused(game, number)
    recorded.events(game, [4])

    assert recorded.numbers(game) == [2, 3, 4]


@pytest.mark.parametrize("first", ["x", "2", 2.5, -1, True, [], {}, 10**18, 1e300])
def test_a_beginning_that_is_no_number_is_told(first: Any):
    game = recorded.game(config={"first_sequence": first})

    refused(game, 0, match="config.first_sequence of game .* not a whole number from 0")


def test_a_game_that_says_null_begins_at_0():
    game = recorded.game(config={"first_sequence": None})

    recorded.events(game, [0])

    assert recorded.numbers(game) == [0]


JSON = st.none() | st.booleans() | st.integers(-5, 10**19) | st.text("0123456789x", max_size=3)


@given(JSON)
def test_the_database_and_the_code_begin_a_stream_alike(told: Any):
    first = first_sequence({"first_sequence": told})
    with transaction.atomic():
        game = recorded.game("alike", config={"first_sequence": told})
        if first is None:
            refused(game, 0, match="config.first_sequence")
        else:
            recorded.events(game, [first])
        game.delete()


def test_one_statement_may_continue_many_games():
    games = [recorded.game(name) for name in "abc"]
    for game in games[:2]:
        recorded.events(game, [0])

    rows = [recorded.event(games[0], 1), recorded.event(games[2], 0), recorded.event(games[1], 2)]
    with pytest.raises(IntegrityError, match=f"2..2 of game {games[1].pk}"), transaction.atomic():
        type(rows[0]).objects.bulk_create(rows)

    assert [recorded.numbers(game) for game in games] == [[0], [0], []]


def refused_decisions(game: Game, *numbers: int, player_id: int = 0) -> None:
    with pytest.raises(IntegrityError, match="do not continue"), transaction.atomic():
        recorded.decisions(game, numbers, player_id)


@pytest.mark.parametrize("first", [0, 1])
def test_decisions_begin_at_0_or_1(first: int):
    game = recorded.game()

    recorded.decisions(game, [first, first + 1])
    recorded.decisions(game, [first + 2])

    assert LLMDecision.objects.count() == 3


def test_decisions_have_no_hole():
    game = recorded.game()
    refused_decisions(game, 2)
    refused_decisions(game, 0, 2)
    recorded.decisions(game, [1, 2])

    refused_decisions(game, 0)
    refused_decisions(game, 4)


def test_each_player_counts_alone():
    game = recorded.game()
    recorded.decisions(game, [0, 1, 2], player_id=0)

    refused_decisions(game, 3, player_id=1)
    recorded.decisions(game, [1], player_id=1)
    recorded.decisions(game, [3], player_id=0)

    assert LLMDecision.objects.count() == 5
