"""Made-up games for the laws: any events of the native vocabulary, in any order, lawful or not."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import strategies as st
from msgspec import inspect

from games.domain.envelope import Event
from replay.domain import board
from replay.domain.dialects.native.vocabulary import VOCABULARY
from replay.domain.forks.past import Past
from replay.domain.timeline import INTERVAL
from tests.domain.games import THREE, stream

_TEXT = st.characters(exclude_categories=("Cs",), exclude_characters="\x00")
"""What can be stored: neither NUL nor half a surrogate pair comes past the API."""

_STOCK = {"bank_houses": 31, "bank_hotels": 12}

_PLAYERS = st.sampled_from([seat.player_id for seat in THREE.seats])
_DEEDS = st.sampled_from(board.PROPERTIES)


def told() -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    """One event that keeps the promise of its type."""
    return st.one_of(
        [
            st.tuples(st.just(event_type), _struct(inspect.type_info(entry.payload)))
            for event_type, entry in VOCABULARY.items()
        ]
    )


def strange() -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    """One event that nobody knows, or one that is marked as lost."""
    junk = st.dictionaries(
        st.text(_TEXT, max_size=5),
        st.integers(-(2**63) + 1, 2**63 - 1) | st.text(_TEXT, max_size=5),
        max_size=3,
    )
    return st.tuples(st.sampled_from(["missing", "coffee_break"]), junk)


def broken() -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    """One event that does not keep its promise."""
    return st.sampled_from(
        [
            ("move", {}),
            ("move", {"player_id": 0, "to_position": "Go"}),
            ("purchase", {"player_id": 7, "position": 1, "price": 60}),
            ("mortgage", {"player_id": 0, "position": 0, "amount": 30}),
            ("build", {"player_id": 0, "position": 0, "houses": 1, "cost": 50, **_STOCK}),
        ]
    )


def games() -> st.SearchStrategy[list[Event]]:
    """Streams of events in any order, some strange; a few break the fold on their way."""
    one = st.one_of(_TOLD, _TOLD, _TOLD, strange())
    whole = st.lists(one, max_size=2 * INTERVAL + 20)
    cut = st.tuples(st.lists(one, max_size=INTERVAL + 20), broken(), st.lists(one, max_size=5))
    pairs = whole | whole | cut.map(lambda parts: [*parts[0], parts[1], *parts[2]])
    return pairs.map(lambda told_: stream(*told_))


def _struct(info: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {field.encode_name: _field(field.encode_name, field.type) for field in info.fields}
    )


def _field(name: str, info: Any) -> st.SearchStrategy[Any]:
    if name.endswith("_id"):
        optional = isinstance(info, inspect.UnionType)
        return _PLAYERS | st.none() if optional else _PLAYERS
    if name == "position":
        return _DEEDS
    if name == "properties" and isinstance(info.item_type, inspect.IntType):
        return st.lists(_DEEDS, max_size=3)
    if name == "bidders":
        return st.lists(_PLAYERS, unique=True)
    return _value(info)


def _value(info: Any) -> st.SearchStrategy[Any]:
    match info:
        case inspect.IntType(ge=low, le=high):
            return st.integers(low, min(high, 10**7))
        case inspect.BoolType():
            return st.booleans()
        case inspect.StrType():
            return st.text(_TEXT, max_size=20)
        case inspect.LiteralType(values=values):
            return st.sampled_from(values)
        case inspect.UnionType(types=types):
            return st.one_of([_value(kind) for kind in types])
        case inspect.DictType():
            return st.just({}) | st.fixed_dictionaries({}, optional=_standing())
        case inspect.NoneType():
            return st.none()
        case inspect.VarTupleType(item_type=item):
            return st.lists(_value(item), max_size=3)
        case inspect.TupleType(item_types=items):
            return st.tuples(*map(_value, items))
        case inspect.StructType():
            return _struct(info)
    raise TypeError(msgspec.structs.asdict(info))


def _standing() -> dict[str, st.SearchStrategy[Any]]:
    """Where a turn may stand, for `state_restored`."""
    fields = inspect.type_info(Past).fields
    return {field.encode_name: _value(field.type) for field in fields}


_TOLD = told()
