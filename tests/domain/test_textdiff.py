"""What changed between two prompts: complete, readable, and bounded whatever the texts."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as some

from replay.domain import textdiff
from replay.domain.textdiff import Kind


def told(before, after):
    return [(part.kind, part.text) for part in textdiff.compare(before, after).parts]


def test_words_that_changed_are_told_within_their_line():
    assert told("Cash: 412 dollars\nGo", "Cash: 192 dollars\nGo") == [
        (Kind.SAME, "Cash: "),
        (Kind.GONE, "412"),
        (Kind.NEW, "192"),
        (Kind.SAME, " dollars\nGo"),
    ]


def test_one_line_of_json_is_compared_by_its_members():
    before = '{"turn":8,"cash":1370,"position":"GO"}'
    after = '{"turn":9,"cash":1370,"position":"GO"}'
    assert told(before, after)[1:3] == [(Kind.GONE, "8"), (Kind.NEW, "9")]


def test_long_stretches_of_the_same_are_skipped_but_for_what_is_around_a_change():
    compared = textdiff.compare("a\n" * 500 + "old", "a\n" * 500 + "new")
    assert [part.kind for part in compared.parts] == [
        *(Kind.SKIPPED, Kind.SAME),
        *(Kind.GONE, Kind.NEW),
    ]
    assert compared.parts[0].length == 1000 - textdiff.CONTEXT


TEXTS = some.text(alphabet="ab ,\n{}x", max_size=120)


@given(TEXTS, TEXTS)
def test_the_parts_make_up_both_texts(before, after):
    compared = textdiff.compare(before, after)
    assert compared.is_same == (before == after)
    assert not compared.is_rough
    if all(part.kind is not Kind.SKIPPED for part in compared.parts):
        assert "".join(p.text for p in compared.parts if p.kind is not Kind.NEW) == before
        assert "".join(p.text for p in compared.parts if p.kind is not Kind.GONE) == after
    assert sum(p.length for p in compared.parts if p.kind is not Kind.NEW) == len(before)


def test_texts_that_would_take_for_ever_are_compared_roughly_and_it_is_said():
    dice = random.Random(1)
    before, after = (",".join(str(dice.randrange(2000)) for _ in range(100_000)) for _ in range(2))
    compared = textdiff.compare(before, after)
    assert compared.is_rough
    assert compared.unread > 0
    assert not compared.is_same
