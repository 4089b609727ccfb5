"""What holds for any payload at all: it is read, or the fold breaks; the state stays sound."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from replay.domain import board
from replay.domain.dialects.benchmark import LlmBenchmark, payloads
from replay.domain.fold import Fold, FoldBreak
from replay.domain.state import State, initial
from tests.domain.told import CLAUDE, GEMMA, GPT, SETUP, Game
from tests.examples import tried

FIELDS = sorted(
    {
        field.encode_name
        for payload in vars(payloads).values()
        if isinstance(payload, type) and issubclass(payload, msgspec.Struct)
        for field in msgspec.structs.fields(payload)
    }
)
"""Every name that stands in any payload."""

IDS = {key for key in FIELDS if key.endswith("player_id")}

junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
objects = st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=5), junk, max_size=8)
known = sorted(LlmBenchmark(SETUP).handlers)

players = st.sampled_from([GPT, CLAUDE, GEMMA])
deeds = st.sampled_from(["BOARDWALK", "B_O_RAILROAD", "WATER_WORKS"])
sides = st.fixed_dictionaries(
    {
        "cash": st.integers(0, 500),
        "properties": st.lists(deeds, max_size=2),
        "get_out_of_jail_cards": st.integers(0, 2),
    }
)


def likely(field: str) -> st.SearchStrategy[Any]:
    """Values an engine might write into a field."""
    if field in IDS:
        return players
    by_name: dict[str, st.SearchStrategy[Any]] = {
        "d1": st.integers(1, 6),
        "d2": st.integers(1, 6),
        "from": st.integers(0, 39),
        "to": st.integers(0, 39),
        "space_index": st.sampled_from(board.PROPERTIES),
        "count": st.integers(0, 4),
        "exchange_index": st.integers(0, 4),
        "property_space": deeds,
        "offer": sides,
        "request": sides,
        "reason": st.sampled_from(
            ["RENT", "JAIL_FINE", "BANKRUPTCY", "BANKRUPTCY_CASH", "BANKRUPTCY_ASSETS_TO_BANK"]
        ),
        "cash": st.integers(0, 500),
        "card_id": st.sampled_from(["GET_OUT_OF_JAIL_FREE", "ELECTED_CHAIRMAN_PAY_EACH_PLAYER_50"]),
        "action_name": st.sampled_from(["use_get_out_of_jail_card", "end_turn"]),
        "decision_type": st.sampled_from(["AUCTION_BID_DECISION", "JAIL_DECISION"]),
    }
    if field in {"is_double", "passed_go", "mortgaged", "valid"}:
        return st.booleans()
    if field in {"deck_type", "error", "message", "thought"}:
        return st.text(max_size=8)
    return by_name.get(field, st.integers(-300, 300))


plausible = st.fixed_dictionaries({field: likely(field) for field in FIELDS})
events = st.tuples(st.sampled_from(known), st.sampled_from([None, GPT, CLAUDE, GEMMA]))


@given(event=events, payload=objects)
def test_any_object_is_read_or_breaks_the_fold(event: tuple[str, str | None], payload: Any):
    game = Game()
    try:
        game.told(*event, **payload)
    except FoldBreak as broken:
        assert broken.reason  # noqa: PT017 - most payloads break it, some do not
        return
    sound(game.state)


@tried(60)
@given(story=st.lists(st.tuples(events, plausible), max_size=25))
def test_any_story_of_well_formed_events_is_read_and_told(
    story: list[tuple[tuple[str, str | None], dict[str, Any]]],
):
    game = Game()
    for (event_type, actor), payload in story:
        assert game.words(event_type, actor, **payload)
        game.told(event_type, actor, **payload)
        sound(game.state)


@tried(60)
@given(story=st.lists(st.tuples(events, plausible), min_size=1, max_size=25), data=st.data())
def test_a_prefix_and_its_tail_are_the_whole(story: Any, data: st.DataObject):
    game = Game()
    told = []
    for (event_type, actor), payload in story:
        told.append(game.event(event_type, actor, **payload))
        game.told(event_type, actor, **payload)
    cut = data.draw(st.integers(0, len(told)))
    first = Fold(game.dialect, initial(SETUP))
    for event in told[:cut]:
        first.push(event)
    keyframe = msgspec.json.encode(first.state)
    second = Fold(LlmBenchmark(SETUP), msgspec.json.decode(keyframe, type=State))
    for event in told[cut:]:
        second.push(event)
    assert msgspec.json.encode(second.state) == msgspec.json.encode(game.state)


def sound(state: State) -> None:
    """Every value has the type it is declared with, and a keyframe gives the same state back."""
    msgspec.convert(msgspec.to_builtins(state), State, strict=True)
    keyframe = msgspec.json.encode(state)
    assert msgspec.json.encode(msgspec.json.decode(keyframe, type=State)) == keyframe
    assert all(0 <= player.position < 40 for player in state.players)
    assert all(0 <= houses <= 5 for houses in state.houses)
    assert len(state.owners) == len(state.houses) == len(state.mortgaged) == 40
