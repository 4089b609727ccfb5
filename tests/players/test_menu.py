"""The menu a model chooses from: all legal choices, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replay.domain.agents.llm import menu as menus
from replay.domain.agents.llm.unusable import Unusable
from replay.domain.effects import Bundle
from replay.domain.rules.choice import Action, Choice, allows
from tests.domain.rules.tables import setup
from tests.players import moments

PAIR = setup(2)
ROLL = Choice(Action.ROLL, 0)
MORTGAGES = tuple(Choice(Action.MORTGAGE, 0, at, amount=50) for at in (6, 8))
BID = Choice(Action.BID, 0, 5, amount=11, bounds=(11, 300))
TRADE = Choice(
    Action.PROPOSE, 0, partner=1, offer=Bundle(300, (6, 8), 1), request=Bundle(100, (5,))
)


def chosen(choices, choice, **arguments):
    return menus.chosen(menus.of(choices), choice, arguments)


def refusal(choices, choice, **arguments):
    with pytest.raises(Unusable) as refused:
        chosen(choices, choice, **arguments)
    return str(refused.value)


def test_the_menu_tells_arguments_with_their_bounds():
    menu = menus.of((ROLL, *MORTGAGES, BID, TRADE))
    assert menus.written(menu, PAIR) == [
        {"choice": 1, "action": "roll"},
        {
            "choice": 2,
            "action": "mortgage",
            "brings": {"6": 50, "8": 50},
            "arguments": {"position": [6, 8]},
        },
        {
            "choice": 3,
            "action": "bid",
            "position": 5,
            "space": "Reading Railroad",
            "arguments": {"amount": {"min": 11, "max": 300}},
        },
        {
            "choice": 4,
            "action": "propose",
            "partner": 1,
            "arguments": {
                "offer": {
                    "cash": {"min": 0, "max": 300},
                    "properties": [6, 8],
                    "jail_cards": {"min": 0, "max": 1},
                },
                "request": {"cash": {"min": 0, "max": 100}, "properties": [5]},
            },
        },
    ]


@pytest.mark.parametrize("seed", range(4))
def test_every_choice_ever_made_can_be_said_and_is_understood(seed):
    for moment, choice in moments.many(seed, players=2 + seed):
        menu = menus.of(moment.choices)
        told = menus.told(menu, choice, moment.setup)
        assert menus.chosen(menu, told["choice"], told["arguments"]) == choice
        listed = [option for entry in menu for option in entry.options]
        assert sorted(map(str, listed)) == sorted(map(str, moment.choices))


NAMES = st.sampled_from(
    ["position", "amount", "offer", "request", "cash", "properties", "jail_cards", "x"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=8,
)


@given(st.integers(1, 4) | st.text(max_size=5), st.dictionaries(NAMES, VALUES, max_size=4))
def test_whatever_is_asked_for_is_legal_or_refused(number, arguments):
    choices = (ROLL, *MORTGAGES, BID, TRADE)
    try:
        made = chosen(choices, number, **arguments)
    except Unusable:
        return
    assert any(allows(option, made) for option in choices)


def test_numbers_may_be_written_as_people_write_them():
    for amount in (120, 120.0, "120", "$120"):
        assert chosen((BID,), 1, amount=amount).amount == 120


def test_an_action_may_be_called_by_its_name_where_it_is_the_only_one():
    assert chosen((ROLL, BID), "roll") == ROLL
    twice = (TRADE, Choice(Action.PROPOSE, 0, partner=2, offer=Bundle(1), request=Bundle(1)))
    assert "more than once" in refusal(twice, "propose", offer={"cash": 1})


def test_arguments_nobody_asked_for_do_no_harm_where_there_is_nothing_to_say():
    assert chosen((ROLL, BID), 1, dice=[6, 6]) == ROLL


@pytest.mark.parametrize(
    ("choice", "arguments", "says"),
    [
        (9, {}, "'9' is not on the menu; give a number from 1 to 4"),
        (0, {}, "'0' is not on the menu"),
        ("fly", {}, "'fly' is not on the menu"),
        (2, {}, "needs arguments.position: one of [6, 8]"),
        (2, {"position": 7}, "position is 7, and must be one of [6, 8]"),
        (2, {"position": [6]}, "must be one of [6, 8]"),
        (3, {"amount": 10}, "amount is 10, and must be 11 to 300"),
        (3, {"amount": 301}, "amount is 301"),
        (3, {"amount": True}, "amount is True"),
        (3, {"amount": 10**40}, "amount is too large"),
        (3, {"amount": "all"}, "amount is 'all', and must be a whole number from 11 to 300"),
        (3, {"bid": 20}, "choice 3 takes amount, not 'bid'"),
        (4, {}, "a trade needs"),
        (4, {"offer": {}}, "a trade needs"),
        (4, {"offer": "cash"}, "arguments.offer must be an object"),
        (4, {"offer": {"cash": 301}}, "arguments.offer.cash is 301, and must be 0 to 300"),
        (4, {"offer": {"cash": -1}}, "arguments.offer.cash is -1"),
        (4, {"offer": {"properties": [6, 6]}}, "different positions of [6, 8]"),
        (4, {"offer": {"properties": [5]}}, "different positions of [6, 8]"),
        (4, {"offer": {"properties": 6}}, "must be a list of positions"),
        (4, {"request": {"jail_cards": 1}}, "arguments.request.jail_cards is 1"),
        (4, {"offer": {"gold": 1}}, "cash, properties and jail_cards, not 'gold'"),
    ],
)
def test_a_choice_out_of_bounds_is_refused_with_the_bounds(choice, arguments, says):
    assert says in refusal((ROLL, *MORTGAGES, BID, TRADE), choice, **arguments)


def test_a_trade_leaves_out_what_is_nothing():
    made = chosen((TRADE,), 1, offer={"cash": 50, "properties": [8]}, request=None)
    assert (made.offer, made.request) == (Bundle(50, (8,)), Bundle())


def test_the_schema_names_the_arguments_there_are():
    schema = menus.schema(menus.of((ROLL, BID)))
    assert schema["properties"]["choice"]["enum"] == [1, 2]
    assert list(schema["properties"]["arguments"]["properties"]) == ["amount"]
