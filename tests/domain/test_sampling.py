"""Sampling: bounded in size, exact where it shows, no extreme lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from replay.domain import sampling
from replay.domain.series import Track


@st.composite
def tracks(draw: st.DrawFn) -> Track:
    at = draw(st.lists(st.integers(0, 400), unique=True, max_size=120))
    values = draw(st.lists(st.integers(-50, 50), min_size=len(at), max_size=len(at)))
    told = [(-1, 0)]
    for moment, value in zip(sorted(at), values, strict=True):
        if value != told[-1][1]:
            told.append((moment, value))
    return Track(tuple(moment for moment, _ in told), tuple(value for _, value in told))


SPANS = st.tuples(st.integers(-1, 400), st.integers(0, 401)).map(
    lambda pair: (min(pair), max(pair))
)
MANY = st.lists(tracks(), min_size=1, max_size=3)


@given(MANY, SPANS, st.integers(14, 200))
def test_there_are_never_more_moments_than_asked_for(found, span, most):
    kept = sampling.moments(found, *span, most)
    assert len(kept) <= most
    assert kept == sorted(set(kept))
    assert (kept[0], kept[-1]) == span


@given(MANY, SPANS)
def test_few_changes_are_all_kept(found, span):
    kept = sampling.moments(found, *span, 1000)
    changes = {at for track in found for at in track.at if span[0] < at <= span[1]}
    assert set(kept) == changes | set(span)
    assert sampling.is_complete(found, kept)


@given(MANY, SPANS, st.integers(14, 200))
def test_no_extreme_is_lost(found, span, most):
    kept = sampling.moments(found, *span, most)
    for track in found:
        shown = [track.after(at) for at in kept]
        whole = [track.after(at) for at in range(span[0], span[1] + 1)]
        assert (min(shown), max(shown)) == (min(whole), max(whole))


@given(MANY, SPANS, st.integers(14, 200))
def test_it_knows_whether_it_left_anything_out(found, span, most):
    kept = sampling.moments(found, *span, most)
    changes = {at for track in found for at in track.at if span[0] < at <= span[1]}
    assert sampling.is_complete(found, kept) == (changes <= set(kept))


def test_every_part_shows_the_range_each_value_had_in_it():
    at = tuple(range(-1, 9_999))
    track = Track(at, tuple((moment * 7919) % 1000 for moment in at))
    kept = sampling.moments([track], -1, 9_998, 400)
    assert 100 < len(kept) <= 400
    for start in range(0, 9_000, 1000):  # some parts fit into every thousand
        shown = [track.after(moment) for moment in kept if start <= moment < start + 1000]
        whole = [track.after(moment) for moment in range(start, start + 1000)]
        assert (min(shown), max(shown)) == (min(whole), max(whole))
