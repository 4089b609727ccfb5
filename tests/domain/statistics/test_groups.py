"""Players put together: by what is asked for, whatever was asked of the same games before."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from replay.domain.statistics.chosen import choose, everyone
from replay.domain.statistics.filters import Filters
from replay.domain.statistics.groups import By, Grouping, of_everyone
from tests.domain.statistics import slowly
from tests.domain.statistics.games import tables


@pytest.mark.parametrize("order", list(itertools.permutations(By)))
def test_what_is_kept_of_everyone_is_kept_for_each_way_to_put_them_together(order):
    chosen = choose(tables(slowly.GAMES), Filters(agent=("greedy",)))
    for by in order:
        kept, anew = of_everyone(chosen, by), Grouping(everyone(chosen), by)
        assert kept.all == anew.all
        assert np.array_equal(kept.of_seat, anew.of_seat)
        assert of_everyone(chosen, by) is kept
