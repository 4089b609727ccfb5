"""Arguments of actions in words: the forms that are known, and any other as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from replay.decided.arguments import words


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("position", 39, "Boardwalk (39)"),
        ("position", 40, "position 40"),
        ("position", True, "position true"),
        ("position", [1, 3], "position Mediterranean Avenue and Baltic Avenue"),
        ("bidders", [0, 1], "bidders [0,1]"),
        ("amount", {"min": 10, "max": 1500}, "amount $10 to $1,500"),
        ("amount", {"min": 10, "max": 15, "step": 5}, 'amount {"min":10,"max":15,"step":5}'),
        ("amount", {"min": False, "max": True}, 'amount {"min":false,"max":true}'),
        (
            "offer",
            {"cash": {"min": 0, "max": 9}, "properties": [39], "jail_cards": {"min": 0, "max": 1}},
            "offer $0 to $9, Boardwalk and jail_cards 0 to 1",
        ),
        ("request", {"cash": 50, "properties": [], "jail_cards": 0}, "request $50"),
        ("request", {"cash": 0, "properties": []}, "request nothing"),
        ("request", {"cash": "all"}, "request cash all"),
        ("costs", {"1": 50, "39": 200}, "costs Mediterranean Avenue $50, Boardwalk $200"),
        ("costs", {"99": 50}, 'costs {"99":50}'),
        ("costs", 50, "costs 50"),
        ("strange", None, "strange null"),
    ],
)
def test_an_argument_reads(key, value, told):
    assert words(key, value) == told


def test_prices_at_many_places_are_cut_and_say_so():
    prices = {str(at): 100 for at in range(40)}
    told = words("brings", prices)
    assert told.count("$100") == 12
    assert told.endswith(", …")


_leaves = some.none() | some.booleans() | some.integers() | some.floats() | some.text()
_json = some.recursive(
    _leaves,
    lambda inner: (
        some.lists(inner, max_size=5)
        | some.dictionaries(
            some.sampled_from(["cash", "properties", "jail_cards", "min", "max", "1"])
            | some.text(),
            inner,
            max_size=5,
        )
    ),
)


@given(some.sampled_from(["position", "properties", "offer", "cash"]) | some.text(), _json)
def test_whatever_an_engine_posts_is_told_on_one_line(key, value):
    told = words(key, value)
    assert "\n" not in told
    assert len(told) < 1500
