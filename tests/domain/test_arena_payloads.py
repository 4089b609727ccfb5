"""Payloads monopoly_game_arena never writes: refused by name, or read without harm."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from replay.domain.dialects.arena import GameArena
from replay.domain.dialects.arena.vocabulary import VOCABULARY
from replay.domain.fold import Fold, FoldBreak
from replay.domain.state import State, copy, initial
from tests.domain.arena import card, folded
from tests.domain.games import THREE, event

TEXTS = st.one_of(
    st.sampled_from(["\u202e<script>\x00", "Collect $10 from every player", ""]),
    st.text(max_size=12),
)
NUMBERS = st.sampled_from([-1, 0, 1, 2, 5, 6, 39, 40, 200, 10**12, 10**13, 2**63, 10**30])
SCALARS = st.one_of(st.none(), st.booleans(), NUMBERS, st.floats(allow_nan=False), TEXTS)
VALUES = st.one_of(SCALARS, st.lists(SCALARS, max_size=4), st.dictionaries(TEXTS, SCALARS))
ITEMS = st.lists(st.sampled_from(["Property(6)", "Property(39)", "$50", "$-7", "JailCard(1)"]))
LIKELY = {
    "type": st.sampled_from(["house", "hotel", "hotel_downgrade"]),
    "method": st.sampled_from(["fine", "card"]),
    "card": st.sampled_from(["Pay each player $50", "Collect $10 from every player"]),
    "effect_type": st.sampled_from(["collect_from_players", "pay_to_players", "get_out_of_jail"]),
    "property_name": st.sampled_from(["Boardwalk", "Oriental Avenue"]),
    "position": st.sampled_from([6, 39]),
    "winner_id": st.sampled_from([0, 1, 2, "Ada", None]),
    "proposer_offers": ITEMS,
    "proposer_wants": ITEMS,
    "eligible_players": st.lists(st.integers(0, 2)),
    "player_names": st.lists(TEXTS, max_size=2),
}
BY_NAME = [
    (("_id", "die1", "die2", "count", "_turns", "_cards", "attempt"), st.integers(0, 3)),
    (("is_doubles", "in_jail", "used_fallback"), st.booleans()),
    (("deck", "reason", "reasoning", "action_type"), TEXTS),
]


def likely(name):
    """Values the engine might write into a field of that name."""
    if name in LIKELY:
        return LIKELY[name]
    fits = (values for ends, values in BY_NAME if name.endswith(ends))
    return next(fits, st.integers(0, 39))


@st.composite
def told(draw):
    """An event type and a payload of its own fields, likely or not, some left out."""
    event_type = draw(st.sampled_from(sorted(VOCABULARY)))
    fields = msgspec.structs.fields(VOCABULARY[event_type].payload)
    payload = {}
    for field in fields:
        chance = draw(st.integers(0, 40))
        if chance:
            payload[field.name] = draw(likely(field.name) if chance > 1 else VALUES)
    return event_type, payload | draw(st.dictionaries(st.text(max_size=5), VALUES, max_size=1))


@given(st.lists(told(), max_size=30))
def test_any_payload_is_read_and_told_or_breaks_the_fold_and_leaves_the_state_whole(log):
    dialect = GameArena(THREE)
    state = initial(THREE)
    for event_type, payload in log:
        one = event(state.sequence_number + 1, event_type, **payload)
        fold = Fold(dialect, copy(state))
        try:
            fold.push(one)
        except FoldBreak:
            continue
        if VOCABULARY[event_type].does is not None:
            assert dialect.tell(one, state)
        state = fold.state
        assert msgspec.convert(msgspec.to_builtins(state), State) == state
        assert msgspec.json.decode(msgspec.json.encode(state), type=State) == state


@pytest.mark.parametrize(
    ("told", "named"),
    [
        (("jail_attempt", {"player_id": 0, "attempt": "x", "is_doubles": False}), "attempt"),
        (("move", {"player_id": 0, "from_position": 0, "to_position": 40}), "to_position"),
        (("purchase", {"player_id": 0, "position": 6, "price": 10**12 + 1}), "price"),
        (("purchase", {"player_id": 0, "position": 6}), "price"),
        (("purchase", {"player_id": 0, "position": 7, "price": 1}), "7"),
        (("pass_go", {"player_id": 9, "amount": 200}), "9"),
        (("jail_release", {"player_id": 0, "method": "tunnel"}), "tunnel"),
        (card(0, "Collect from all", "collect_from_players", amount=0), "card"),
        (("game_end", {"winner_id": "Nobody"}), "Nobody"),
        (
            (
                "sell_building",
                {"player_id": 0, "position": 6, "type": "x", "sale_price": 1, "house_count": 1},
            ),
            "type",
        ),
    ],
)
def test_a_payload_that_cannot_be_says_what_is_wrong(told, named):
    with pytest.raises(FoldBreak, match=named):
        folded(told)


def test_an_event_that_moves_nothing_breaks_nothing_whatever_it_carries():
    silent = [name for name, entry in VOCABULARY.items() if entry.does is None]
    assert silent == ["dice_roll", "land", "card_draw", "trade_failed", "llm_decision"]
    assert folded(*((name, {"player_id": "?"}) for name in silent)).unread == 0
