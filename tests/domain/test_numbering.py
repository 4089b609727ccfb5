"""Where a stream of events begins."""

from typing import Any

import pytest

from games.domain.numbering import first_sequence


@pytest.mark.parametrize(("told", "first"), [(0, 0), (2, 2), (10**18 - 1, 10**18 - 1), (None, 0)])
def test_the_config_names_the_first_number(told: int | None, first: int):
    assert first_sequence({"first_sequence": told}) == first


def test_a_stream_begins_at_0_if_nothing_is_said():
    assert first_sequence({}) == 0


@pytest.mark.parametrize("told", [-1, 1.0, 10**18, "2", True, False, [], {}])
def test_what_is_no_whole_number_from_0_begins_no_stream(told: Any):
    assert first_sequence({"first_sequence": told}) is None
