"""Whoever asks may mean harm: no question runs long, grows large, or reaches for Python."""

from __future__ import annotations

import resource
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replay.domain.asking import bounds
from replay.domain.asking.evaluation import Evaluation
from replay.domain.asking.language import Asked
from replay.domain.asking.problems import InvalidExpression
from tests.domain.asking import questions, slow
from tests.domain.games import THREE, event
from tests.examples import tried

HUNDRED = f"[{','.join(map(str, range(100)))}]"

REFUSED = {
    "too many characters": "true" + " && true" * 400,
    "too many brackets": "(" * 300 + "true" + ")" * 300,
    "too many lists": "[" * 300 + "]" * 300 + " == []",
    "a sum too deep": "1" + "+1" * 900 + " == 1",
    "a path too deep": "event.payload" + ".a" * 900 + " == 1",
    "texts that double": "['aa']" + ".map(x, x + x)" * 26 + " == []",
    "lists that double": "[[1]]" + ".map(x, x + x)" * 26 + " == []",
    "pairs of pairs": "[[1]]" + ".map(x, [x, x])" * 26 + " == []",
    "maps of maps": "[{1: 1}]" + ".map(x, {1: x, 2: x})" * 26 + " == []",
    "loops in loops over a payload": (
        "event.payload.a.exists(x, event.payload.a.exists(y, event.payload.a.exists(z, x == y)))"
    ),
    "a pattern that repeats itself": "event.type.matches('((a{1,1000}){1,1000}){1,1000}')",
    "a pattern made in a loop": f"{HUNDRED}.exists(x, event.type.matches('a{{1,1000}}'))",
    "a computed pattern": "event.type.matches(event.type)",
    "a zone that is a file": "event.timestamp.getHours('file:/etc/passwd') == 1",
    "a message": "google.protobuf.Int64Value{value: 1} == 1",
    "an attribute": "event.__class__ == 1",
    "an attribute of a player": "players[1].__class__ == 1",
    "a call of Python": "__import__('os').system('true')",
    "a lambda": "(lambda: true)()",
    "nothing but brackets": "!!(!!!!!!(!!!!(((((!!(!!(!!!!((" * 60 + "1",
    "a macro of another library": "cel.bind(x, 1, x == 1)",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_it_is_refused_at_once_in_a_sentence(text):
    began = time.process_time()
    with pytest.raises(InvalidExpression) as refused:
        Evaluation(text, THREE, Asked.CONDITION)
    assert time.process_time() - began < 1
    assert 10 < len(refused.value.detail) < 600


def test_loops_of_constants_are_ended_at_their_turns():
    text = f"{HUNDRED}.all(a, {HUNDRED}.all(b, a >= 0))"
    with pytest.raises(InvalidExpression, match="more than 10,000 turns"):
        slow.quick(text, THREE, [event(0, "noise")], Asked.CONDITION)


def test_a_clock_ends_what_takes_too_long():
    class OverTime(Exception):
        pass

    def tick():
        raise OverTime

    evaluation = Evaluation("event.sequence_number > 3", THREE, Asked.CONDITION, tick)
    with pytest.raises(OverTime):
        evaluation.at(slow.row(event(0, "noise")))


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        ({"a": "x" * bounds.PAYLOAD}, "too long"),
        ({"a": [[]] * bounds.BRACKETS}, "too many parts"),
    ],
)
def test_a_huge_payload_is_not_asked_about_and_counted(payload, said):
    events = [event(0, "noise", **payload), event(1, "noise", a=1)]
    hits = slow.quick("event.payload.a == 1", THREE, events, Asked.CONDITION)
    assert hits.runs == [(1, 1)]
    assert hits.tally.failed == 1
    assert said in hits.tally.first.detail


def test_what_is_allowed_at_the_worst_stays_small_and_quick():
    worst = [
        "['" + "a" * 900 + "']" + ".map(x, x + x)" * 4 + ".exists(x, x.contains('b'))",
        f"{HUNDRED}.map(x, [x, x]).map(x, [x, x]).map(x, [x, x]) == []",
        f"{HUNDRED}.exists(x, [1, 2, 3].exists(y, x * y < 0))",
        "event.payload.a.exists(x, x.contains('b'))",
        "event.type.matches('(a{1,30}){1,20}b')",
        "event.payload == event.payload && players == before.players",
    ]
    events = [event(0, "noise", a=["a" * 30] * 600)]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for text in worst:
        began = time.process_time()
        slow.quick(text, THREE, events, Asked.CONDITION)
        assert time.process_time() - began < 2, text
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # kB


def refusal(text):
    """Ask; nothing but a refusal may come of it, if anything does."""
    try:
        slow.quick(text, THREE, [event(0, "noise")], Asked.CONDITION)
    except InvalidExpression as refused:
        return refused
    return None


@tried(200)
@given(text=st.text(max_size=60) | st.text(alphabet="()[]{}!.?:,'\"&|+-<=1px", max_size=60))
def test_any_text_is_a_question_or_a_refusal(text):
    assert refusal(text) is None or refusal(text).problem


@tried(100)
@given(condition=questions.conditions(), cut=st.integers(0, 60), put=st.characters())
def test_a_question_with_a_slip_is_a_question_or_a_refusal(condition, cut, put):
    text = condition[:cut] + put + condition[cut + 1 :]
    assert refusal(text) is None or refusal(text).problem
