"""Players as sentences and pages call them: each by a name that is one player's alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from replay.domain import phrases
from replay.domain.setup import Seat, Setup


def called(*names: str) -> tuple[str, ...]:
    setup = Setup(tuple(Seat(index + 3, name) for index, name in enumerate(names)))
    return tuple(phrases.name(setup, seat) for seat in range(len(names)))


def test_a_name_of_ones_own_is_the_name():
    assert called("Ada", "Blaise") == ("Ada", "Blaise")


def test_players_who_share_a_name_are_told_apart():
    assert called("gpt", "Ada", "gpt") == ("gpt #3", "Ada", "gpt #5")


def test_names_that_only_look_alike_are_told_apart():
    long = "a" * 60
    assert called(f"{long}1", f"{long}2")[0].endswith("… #3")
    assert called("Ada\u200b", "Ada") == ("Ada #3", "Ada #4")


def test_a_name_of_which_nothing_is_to_be_seen_is_a_number():
    assert called("\u200b\u202e ", "", "Ada") == ("player 3", "player 4", "Ada")


@given(st.lists(st.text(max_size=4), min_size=1, max_size=6))
def test_every_player_can_be_seen(names):
    assert all(name.strip() for name in called(*names))
