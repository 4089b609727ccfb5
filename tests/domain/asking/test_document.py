"""docs/asking.md tells what there is."""

from __future__ import annotations

from pathlib import Path

from replay import asking, watches
from replay.domain.asking import answer, bounds, vocabulary

DOCUMENT = (Path(__file__).parents[3] / "docs" / "asking.md").read_text(encoding="utf-8")


def test_it_lists_every_word_function_and_field():
    for word in vocabulary.VARIABLES:
        assert f"| `{word.name}` | {word.about} | `{word.example}` |" in DOCUMENT
    for function in vocabulary.FUNCTIONS:
        assert f"| `{function.call}` | {function.about} |" in DOCUMENT
    for name, fields in vocabulary.FIELDS.items():
        assert f"| `{name}` | {', '.join(f'`{field}`' for field in fields)} |" in DOCUMENT


def test_it_tells_the_bounds_that_hold():
    told = " ".join(DOCUMENT.split())
    for number in (
        bounds.LONGEST,
        bounds.MOST_TURNS,
        bounds.PAYLOAD,
        bounds.BRACKETS,
        bounds.DECISION,
    ):
        assert f"{number:,}" in told
    assert (asking.SECONDS, asking.AT_ONCE, watches.MOST, answer.POINTS) == (10.0, 2, 20, 400)
    for told_of in ("take ten seconds", "two are computed", "There can be 20", "400 points"):
        assert told_of in told
