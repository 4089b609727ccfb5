"""What a model answered, if it answered at all.

An answer is one JSON object with a ``choice`` and a ``reasoning``. Prose and code fences around it
are tolerated, keys beyond those asked for are ignored. Two answers that differ are none: nobody
here guesses which was meant.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from replay.domain.agents.llm.unusable import Unusable

LONGEST = 20_000
"""Characters of an answer that is read; a longer one is none."""

_MOST_BRACES = 200
"""Opening braces tried: prose full of them is no answer."""


class Answer(Struct, frozen=True):
    """``choice``: a number of the menu, or an action's name. ``say``: words to the table."""

    choice: int | str
    reasoning: str
    arguments: Mapping[str, Any]
    say: str = ""


def read(text: str) -> Answer:
    """The answer in a model's output.

    Raises:
        Unusable: there is none, or more than one.
    """
    if not text.strip():
        raise Unusable("empty", "the answer is empty")
    if len(text) > LONGEST:
        raise Unusable("too_long", f"the answer is longer than {LONGEST} characters")
    objects = list(_objects(_thought_out(text)))
    answers = [one for one in objects if "choice" in one and "reasoning" in one]
    if not answers:
        if objects:
            raise Unusable("bad_answer", 'the JSON object has no "choice" and "reasoning"')
        raise Unusable("no_json", "the answer holds no complete JSON object")
    if any(one != answers[0] for one in answers):
        raise Unusable("bad_answer", "there are several answers in it; give one JSON object")
    return _answer(answers[0])


def _answer(told: Mapping[str, Any]) -> Answer:
    choice, reasoning = told["choice"], told["reasoning"]
    arguments, say = told.get("arguments"), told.get("say")
    if isinstance(choice, str):
        choice = choice.strip()[:100]
        choice = int(choice) if choice.isascii() and choice.isdigit() else choice
    if isinstance(choice, bool) or not isinstance(choice, int | str):
        raise Unusable("bad_answer", '"choice" must be a number of the menu')
    if not isinstance(reasoning, str):
        raise Unusable("bad_answer", '"reasoning" must be a text')
    if not isinstance(arguments, dict | None):
        raise Unusable("bad_answer", '"arguments" must be an object')
    if not isinstance(say, str | None):
        raise Unusable("bad_answer", '"say" must be a text')
    return Answer(choice, reasoning, arguments or {}, say or "")


def _thought_out(text: str) -> str:
    """What follows the thinking of models that think aloud."""
    return text.rpartition("</think>")[2].partition("<think>")[0]


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """Every complete outermost JSON object in the text."""
    decoder = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_refuse)
    at, tried = text.find("{"), 0
    while at >= 0 and tried < _MOST_BRACES:
        tried += 1
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            at = text.find("{", at + 1)
        else:
            yield value
            at = text.find("{", end)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object that says two things of one key says nothing."""
    told = dict(pairs)
    if len(told) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return told


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is no JSON")
