"""What decisions come to: menus, situations, faults, latencies, costs."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replay.domain.summary import deciding, faults, situations
from replay.domain.summary.deciding import Option, Told
from replay.domain.summary.faults import Fault
from replay.domain.summary.situations import Situation

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["actions", "choice", "action", "attempts", "error", "usage", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


def told(menu=(), chosen=None, **fields) -> Told:
    return Told(
        player_id=0,
        menu=json.dumps(menu).encode(),
        chosen=json.dumps(chosen or {}).encode(),
        **fields,
    )


@given(st.lists(st.integers(0, 10**7), min_size=1), st.sampled_from([0.5, 0.95, 1.0]))
def test_a_quantile_is_within_one_percent_of_the_exact_one(latencies, share):
    made = deciding.of(0, [told(latency_ms=one) for one in latencies])
    exact = sorted(latencies)[max(1, math.ceil(share * len(latencies))) - 1]
    found = deciding.quantile(made.latencies, share)
    assert found is not None
    assert abs(found - exact) <= max(0.01 * exact, 0.5)
    assert made.count == len(latencies)


def test_no_latencies_have_no_quantile():
    made = deciding.of(0, [told(is_error=True)])
    assert deciding.quantile(made.latencies, 0.5) is None
    assert (made.count, made.errors, made.fallbacks, made.flawed) == (1, 1, 0, 1)


def test_an_action_is_offered_once_a_decision_however_often_it_is_on_the_menu():
    menu = [{"action": "build", "position": 1}, {"action": "build", "position": 3}, "end_turn"]
    made = deciding.of(0, [told(menu, {"action": "end_turn"}), told(menu, {"action": "build"})])
    assert made.options == (
        Option(Situation.TURN, "build", offered=2, chosen=1, own=1),
        Option(Situation.TURN, "end_turn", offered=2, chosen=1, own=1),
    )


def test_what_the_fallback_took_is_chosen_but_not_the_models_own():
    made = deciding.of(0, [told(["buy", "decline"], {"action": "buy"}, is_fallback=True)])
    assert made.options == (
        Option(Situation.PURCHASE, "buy", offered=1, chosen=1, own=0),
        Option(Situation.PURCHASE, "decline", offered=1, chosen=0, own=0),
    )


def test_a_choice_that_was_not_on_the_menu_is_counted_as_such():
    made = deciding.of(0, [told(["roll"], {"action": "fly"})])
    assert made.off_menu == 1
    assert Option(Situation.TURN, "fly", offered=0, chosen=1, own=1) in made.options


@pytest.mark.parametrize(
    ("names", "situation"),
    [
        (("roll", "end_turn"), Situation.TURN),
        (("roll_dice",), Situation.TURN),
        (("roll_for_doubles", "pay_jail_fine"), Situation.JAIL),
        (("BUY_PROPERTY", "start_auction"), Situation.PURCHASE),
        (("bid_auction", "drop_out"), Situation.AUCTION),
        (("accept_trade", "reject_trade", "counter_trade"), Situation.TRADE),
        (("sell_building", "declare_bankruptcy", "mortgage_property"), Situation.DEBT),
        (("meditate",), Situation.UNKNOWN),
    ],
)
def test_a_situation_is_known_by_what_is_on_the_menu_in_any_vocabulary(names, situation):
    made = deciding.of(0, [told(list(names), {"action": names[0]})])
    assert {option.situation for option in made.options} == {situation}
    assert situations.of([situations.action(name) for name in names]) is situation


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"attempts": [{"error": "x", "error_kind": "http_429"}]}, [Fault.RATE]),
        ({"attempts": [{"error": "a", "error_kind": "timeout"}, {"error": None}]}, [Fault.TIMEOUT]),
        ({"attempts": [{"error_type": "network_error"}]}, [Fault.NETWORK]),
        ({"attempts": [{"validation_errors": ["No tool call found"]}]}, [Fault.UNREADABLE]),
        ({"attempts": [{"error": "illegal_choice"}], "error": "x"}, [Fault.ILLEGAL]),
        ({"attempts": [{"error": "No JSON found in response: rate limit"}]}, [Fault.RATE]),
        ({"error": "Weather"}, [Fault.OTHER]),
        ({"fallback": "openrouter_http_429"}, [Fault.RATE]),
        ({"unresolved": True}, [Fault.UNANSWERED]),
        ({"attempts": [{"error": "a"}, {"error": "b"}]}, [Fault.OTHER, Fault.OTHER]),
        ({"attempts": [{"raw_response": "I refuse"}]}, []),
        ({}, []),
    ],
)
def test_a_fault_is_known_by_the_engines_word_for_it(chosen, found):
    assert faults.of(chosen) == found


def test_usage_is_summed_over_those_that_tell_it_and_nonsense_is_none():
    usages = (
        {"prompt_tokens": 100, "cost_usd": 0.5},
        {"prompt_tokens": 11, "completion_tokens": -1, "cost_usd": "much"},
        {"prompt_tokens": True, "cost_usd": 1e300},
    )
    usage = deciding.of(0, [told((), {"usage": one}) for one in usages]).usage
    assert (usage.prompt_tokens, usage.prompt_told) == (111, 2)
    assert (usage.completion_tokens, usage.completion_told) == (None, 0)
    assert (usage.cost_usd, usage.cost_told) == (0.5, 1)


def test_any_number_of_actions_takes_little_room():
    made = deciding.of(0, [told([f"a{n}"], {"action": f"a{n}"}) for n in range(500)])
    assert len(made.options) == deciding.KINDS


def test_numbers_no_float_holds_are_no_numbers():
    one = Told(0, menu=b"[1e999]", chosen=b'{"usage": {"cost_usd": 1e999}, "choice": 1e999}')
    assert deciding.of(0, [one]).usage.cost_usd is None


@given(JSON, JSON.filter(lambda value: isinstance(value, dict)))
def test_any_json_is_counted(menu, chosen):
    made = deciding.of(0, [told(menu, chosen)])
    assert made.count == 1
    assert sum(option.chosen for option in made.options) <= 1


@given(st.one_of(st.integers(0, 100_000), st.sampled_from(deciding.BANDS)), st.integers(0, 1))
def test_a_latency_is_in_the_band_it_belongs_to(milliseconds, more):
    """Up to 200 ms is not up to 201 ms, whatever buckets there are."""
    latency = milliseconds + more
    found = deciding.band(deciding.bucket(latency))
    assert found == sum(end < latency for end in deciding.BANDS)
