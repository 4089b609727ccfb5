"""What counts as a model's answer."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replay.domain.agents.llm import answer
from replay.domain.agents.llm.answer import Answer
from replay.domain.agents.llm.unusable import Unusable

GOOD = '{"reasoning": "It is cheap.", "choice": 2, "arguments": {"amount": 9}, "say": "Mine!"}'
READ = Answer(2, "It is cheap.", {"amount": 9}, "Mine!")


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        f"```json\n{GOOD}\n```",
        f"Let me see. The best is {{that one}}:\n\n{GOOD}\n\nGood luck!",
        f"<think>First {{'choice': 1}}, or {GOOD.replace('2', '1')}?</think>{GOOD}",
        f"{GOOD}\n{GOOD}",
        GOOD.replace("2,", '"2",'),
        GOOD.replace('"say"', '"mood": null, "say"'),
    ],
)
def test_an_answer_is_found_wherever_it_stands(text):
    assert answer.read(text) == READ


def test_reasoning_alone_is_enough():
    assert answer.read('{"reasoning": "", "choice": "roll"}') == Answer("roll", "", {})


@pytest.mark.parametrize(
    ("text", "kind", "says"),
    [
        ("", "empty", "empty"),
        (" \n ", "empty", "empty"),
        ("I roll.", "no_json", "no complete JSON object"),
        ('{"reasoning": "cut off in the', "no_json", "no complete JSON object"),
        (f"<think>{GOOD}", "no_json", "no complete JSON object"),
        ('[{"choice": 1, "action": "roll"}, {"cho', "bad_answer", 'no "choice" and "reasoning"'),
        ('{"answer": {"reasoning": "", "choice": 1}}', "bad_answer", 'no "choice" and "reasoning"'),
        (GOOD + GOOD.replace("2", "3"), "bad_answer", "several answers"),
        ('{"reasoning": "", "choice": 1, "choice": 2}', "no_json", "no complete JSON object"),
        ('{"reasoning": "", "choice": NaN}', "no_json", "no complete JSON object"),
        ('{"reasoning": "", "choice": true}', "bad_answer", '"choice" must be a number'),
        ('{"reasoning": "", "choice": 1.5}', "bad_answer", '"choice" must be a number'),
        ('{"reasoning": "", "choice": null}', "bad_answer", '"choice" must be a number'),
        ('{"reasoning": 7, "choice": 1}', "bad_answer", '"reasoning" must be a text'),
        ('{"reasoning": "", "choice": 1, "arguments": [1]}', "bad_answer", "must be an object"),
        ('{"reasoning": "", "choice": 1, "say": {}}', "bad_answer", '"say" must be a text'),
        ("{" * 5000, "no_json", "no complete JSON object"),
        ('{"a":' * 3000 + "1" + "}" * 3000, "no_json", "no complete JSON object"),
        (GOOD + " " * answer.LONGEST, "too_long", "longer than"),
        ('{"reasoning": "", "choice": ' + "9" * 6000 + "}", "no_json", "no complete JSON"),
    ],
)
def test_anything_else_is_none_and_says_why(text, kind, says):
    with pytest.raises(Unusable, match=says) as refused:
        answer.read(text)
    assert refused.value.kind == kind


PARTS = st.sampled_from(
    [GOOD, "{", "}", '"choice"', '"reasoning"', ":", ",", "1", "```", "<think>", "</think>", "\x00"]
)


@given(st.lists(PARTS | st.text(max_size=20), max_size=30).map("".join))
def test_no_text_at_all_is_too_strange_to_be_read(text):
    said: object
    try:
        said = answer.read(text).reasoning
    except Unusable as refused:
        said = refused.kind
    assert isinstance(said, str)


@given(st.integers(0, 99), st.text(max_size=200), st.text(max_size=50))
def test_what_is_said_is_read_to_the_letter(choice, reasoning, say):
    text = json.dumps({"reasoning": reasoning, "choice": choice, "say": say})
    assert answer.read(text) == Answer(choice, reasoning, {}, say)
