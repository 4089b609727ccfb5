"""Menus of every shape, and how a choice stands to its menu."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as some

from replay.domain import menus
from replay.domain.menus import Verdict


def chosen(actions, choice):
    """(verdict, index of the option marked)."""
    menu = menus.read(actions, choice)
    marked = [index for index, option in enumerate(menu.options) if option.is_chosen]
    return menu.verdict, marked


@pytest.mark.parametrize(
    ("actions", "choice"),
    [
        (["roll", "buy"], {"action": "buy"}),
        ([{"choice": "roll"}, {"choice": "buy"}], {"choice": "buy"}),
        ({"actions": [{"action_type": "roll"}, {"action_type": "buy"}]}, {"action_type": "buy"}),
        ({"choices": ["roll", "buy"]}, {"name": "buy"}),
        ([{"action": "roll", "args_schema": {}}, {"action": "buy"}], {"action": "buy", "args": {}}),
    ],
)
def test_the_choice_is_marked_in_menus_of_every_engine(actions, choice):
    assert chosen(actions, choice) == (Verdict.OFFERED, [1])


def test_of_several_actions_of_one_name_the_one_with_its_arguments_is_marked():
    actions = [{"action_type": "mortgage", "params": {"position": at}} for at in (16, 21, 24)]
    choice = {"action_type": "mortgage", "params": {"position": 21}}
    assert chosen(actions, choice) == (Verdict.OFFERED, [1])


def test_a_numbered_choice_is_its_entry():
    actions = [
        {"choice": 1, "action": "build", "position": 6},
        {"choice": 2, "action": "build", "arguments": {"position": [8, 9]}},
    ]
    picked = {"choice": 2, "action": "build", "position": 9, "arguments": {"position": 9}}
    assert chosen(actions, picked) == (Verdict.OFFERED, [1])


def test_what_an_offer_leaves_open_may_be_chosen_freely():
    actions = [{"action_type": "bid", "params": {}}, {"action_type": "pass", "params": {}}]
    choice = {"action_type": "bid", "params": {"amount": 26}}
    assert chosen(actions, choice) == (Verdict.OFFERED, [0])
    assert menus.read(actions, choice).chosen.arguments == {"amount": 26}


def test_another_value_than_any_offered_is_not_what_was_offered():
    actions = [{"action_type": "mortgage", "params": {"position": 16}}]
    choice = {"action_type": "mortgage", "params": {"position": 39}}
    assert chosen(actions, choice) == (Verdict.OTHERWISE, [])
    assert menus.read(actions, choice).is_on_menu


def test_a_choice_that_is_not_on_the_menu_is_absent():
    assert chosen(["roll"], {"action": "buy_everything"}) == (Verdict.ABSENT, [])
    assert menus.read(["roll"], {"action": "buy_everything"}).is_on_menu is False


def test_without_a_menu_or_a_choice_nothing_can_be_told():
    assert chosen([], {"action": "buy"}) == (Verdict.UNTOLD, [])
    assert chosen(["roll"], {}) == (Verdict.UNTOLD, [])
    assert menus.read([], {}).is_on_menu is None


ANYTHING = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(max_size=3),
    lambda inner: (
        some.lists(inner, max_size=3)
        | some.dictionaries(
            some.sampled_from(("actions", "choice", "action", "params", "x")), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@given(ANYTHING, ANYTHING)
def test_any_json_is_read_and_at_most_one_option_marked(actions, choice):
    menu = menus.read(actions, choice)
    marked = sum(option.is_chosen for option in menu.options)
    assert marked == (menu.verdict is Verdict.OFFERED)


@given(ANYTHING)
def test_names_alone_are_those_of_the_menu(actions):
    read = [option.name for option in menus.read(actions, {}).options]
    assert menus.names(msgspec.json.encode(actions)) == read


@pytest.mark.parametrize(
    ("actions", "named"),
    [
        ('["roll", {"choice": 3, "action": "buy", "price": 1e999}]', ["roll", "buy"]),
        ('[{"choice": 1e999, "name": "buy"}, 1e999, {"x": "roll"}]', ["buy", "", ""]),
        ('{"actions": null, "choices": ["roll"]}', []),
        ('{"choices": ["roll"], "x": ["buy"]}', ["roll"]),
        ('"roll"', []),
        ("1e999", []),
    ],
)
def test_names_are_read_whatever_stands_beside_them(actions, named):
    assert menus.names(actions.encode()) == named
