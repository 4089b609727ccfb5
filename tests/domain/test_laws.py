"""Laws of the fold, whatever an engine may have written."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from replay.domain import effects, paths, snapshot, timeline
from replay.domain.dialects import registry
from replay.domain.fold import Fold, FoldBreak
from replay.domain.state import State, apply, copy, initial
from replay.domain.timeline import INTERVAL, ChangeIndex
from tests.domain.games import THREE
from tests.domain.made_up import games, told


def readable(events):
    """How many events the fold can take in."""
    return len(timeline.build(THREE, events).effects)


@given(events=games(), data=st.data())
def test_the_timeline_of_a_prefix_is_the_prefix_of_the_timeline(events, data):
    cut = data.draw(st.integers(0, len(events)))
    assert timeline.build(THREE, events[:cut]) == timeline.build(THREE, events)[:cut]


@given(events=games(), data=st.data())
def test_a_keyframe_and_the_tail_make_the_state_of_the_full_fold(events, data):
    cut = data.draw(st.integers(0, readable(events)))
    stop = data.draw(st.integers(cut, readable(events)))
    full = Fold(registry.bind(THREE), initial(THREE))
    for event in events[:cut]:
        full.push(event)
    stored = msgspec.json.encode(full.state)
    resumed = Fold(registry.bind(THREE), msgspec.json.decode(stored, type=State))
    for event in events[cut:stop]:
        assert full.push(event) == resumed.push(event)
    assert resumed.state == full.state


@given(events=games())
def test_the_diff_of_an_event_carries_the_state_before_it_to_the_one_after(events):
    built = timeline.build(THREE, events)
    for number, done in enumerate(built.effects):
        reached, after = built.at(number - 1), built.at(number)
        for effect in done:
            reached = apply(reached, effect)
        for counter in ("sequence_number", "unread", "missing"):  # tell of events, not of the board
            setattr(reached, counter, getattr(after, counter))
        assert reached == after


@given(events=games())
def test_any_state_is_the_same_by_seeking_as_by_walking(events):
    built = timeline.build(THREE, events)
    fold = Fold(registry.bind(THREE), initial(THREE))
    assert built.at(-1) == fold.state
    for event in events[: len(built.effects)]:
        fold.push(event)
        assert built.at(event.sequence_number) == fold.state
    assert len(built.keyframes) == len(built.effects) // INTERVAL + 1


@given(events=games())
def test_every_value_that_differs_after_an_event_is_in_the_index_and_no_other(events):
    index = ChangeIndex(THREE, registry.bind(THREE))
    index.extend(events)
    built = timeline.build(THREE, events)
    expected = {path: [] for path in paths.readers(THREE)}
    for number in range(len(built.effects)):
        for found in snapshot.differences(built.at(number - 1), built.at(number), THREE):
            change = timeline.Change(number, found.before, found.after)
            expected[found.path].append(change)
    assert {path: index.of(path) for path in expected} == expected
    assert index.broken == built.broken


@given(events=games())
def test_a_break_is_where_the_first_unreadable_event_is_and_all_before_it_stands(events):
    built = timeline.build(THREE, events)
    fold = Fold(registry.bind(THREE), initial(THREE))
    for event in events[: len(built.effects)]:
        fold.push(event)
    rest = events[len(built.effects) :]
    assert (built.broken is None) == (not rest)
    for event in rest[:1]:
        with pytest.raises(FoldBreak) as caught:
            fold.push(event)
        assert built.broken == timeline.Break.of(caught.value)


@given(events=games())
def test_strange_events_change_nothing_and_are_counted(events):
    built = timeline.build(THREE, events)
    known = registry.bind(THREE).handlers
    missing = unread = 0
    for event, done in zip(events, built.effects, strict=False):
        missing += event.event_type == "missing"
        unread += event.event_type not in known and event.event_type != "missing"
        for one in done:
            if isinstance(one, effects.DoubtSet):  # a board taken over brings its own
                missing, unread = one.missing, one.unread
    last = built.at(len(built.effects) - 1)
    assert (last.missing, last.unread) == (missing, unread)


@given(events=st.lists(told(), max_size=20), data=st.data())
def test_applying_an_effect_leaves_the_old_state_as_it_was(events, data):
    state = initial(THREE)
    effect = data.draw(st.sampled_from(EVERY_EFFECT))
    before = copy(state)
    apply(state, effect)
    assert state == before


def test_every_effect_survives_encoding():
    for effect in EVERY_EFFECT:
        stored = msgspec.json.encode(effect)
        assert msgspec.json.decode(stored, type=effects.Any) == effect  # type: ignore[arg-type]


def test_every_effect_is_among_those_tried():
    assert {type(effect) for effect in EVERY_EFFECT} == set(effects.Any.__value__.__args__)


EVERY_EFFECT = [
    effects.CashMoved(1, -7, "rent"),
    effects.TokenMoved(0, 39),
    effects.OwnerSet(39, 2),
    effects.HousesSet(39, 5),
    effects.MortgageSet(39, is_mortgaged=True),
    effects.BankStockSet(20, 11),
    effects.Jailed(1),
    effects.JailTurnsSet(1, 2),
    effects.Released(1),
    effects.JailCardsMoved(1, 1),
    effects.AuctionSet(effects.Auction(5, 10, 1, (0, 1))),
    effects.AuctionSet(None),
    effects.TradeSet(effects.Trade(0, 1, effects.Bundle(5, (1,)), effects.Bundle())),
    effects.TurnStarted(1, 9),
    effects.CurrentSet(None),
    effects.WentBankrupt(1, 0),
    effects.GameOver(0),
    effects.DoubtSet(3, 1),
    effects.Remembered("doubles", 2),
]
