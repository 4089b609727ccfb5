"""The values of a question's variables, made of just what it reads."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from typing import Any

import msgspec

from replay.domain import board
from replay.domain.asking import vocabulary
from replay.domain.asking.deeds import NAMES, POSITIONS, STREET_GROUPS, members
from replay.domain.asking.language import Functions
from replay.domain.asking.reads import Read, Reads, Source
from replay.domain.setup import Setup

type Data = dict[str, Any]
type Put = Callable[[Data, Any], None]


class Missing:
    """Stands for a key that a payload does not have."""


class Frame:
    """The board that the functions look at: the values of the paths that a question reads."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.changed: dict[str, bool] = {}

    def functions(self) -> Functions:
        """What stands behind the vocabulary's functions."""
        return {
            "owns_group": self._owns_group,
            "has_monopoly": self._has_monopoly,
            "owner": lambda deed: self._deed(deed, "owner"),
            "houses": lambda deed: self._deed(deed, "houses"),
            "is_mortgaged": lambda deed: self._deed(deed, "is_mortgaged"),
            "changed": lambda path: self.changed[path],
        }

    def _owns_group(self, player: int, group: str) -> bool:
        if group not in vocabulary.GROUPS:
            raise ValueError(f"there is no group {group!r}")
        return self._has_all(player, group)

    def _has_monopoly(self, player: int) -> bool:
        return any(self._has_all(player, group) for group in STREET_GROUPS)

    def _has_all(self, player: int, group: str) -> bool:
        owners = (self.values[f"properties.{position}.owner"] for position in members(group))
        return all(owner == player for owner in owners)

    def _deed(self, deed: int | str, field: str) -> Any:
        position = POSITIONS.get(deed) if isinstance(deed, str) else deed
        if position not in NAMES:
            raise ValueError(f"there is no deed {deed!r}")
        return self.values[f"properties.{position}.{field}"]


class Context:
    """Puts values, in the order of the reads, where the expression looks for them."""

    def __init__(self, reads: Reads, setup: Setup, frame: Frame) -> None:
        names = dict.fromkeys(reads.variables)
        self._setup = setup
        self._frame = frame
        self._things = tuple(name for name in names if vocabulary.root(name) in vocabulary.KEYED)
        self._has_payload = "event.payload" in names
        is_whole = Read(Source.PAYLOAD, "") in reads.values
        self._puts = tuple(self._put(read, names, is_whole=is_whole) for read in reads.values)

    def build(self, values: Sequence[Any]) -> Data:
        """The variables of one evaluation; also shows the functions that board."""
        data: Data = {name: self._keyed(name) for name in self._things}
        if self._has_payload:
            data["event.payload"] = {}
        for put, value in zip(self._puts, values, strict=True):
            put(data, value)
        return data

    def _put(self, read: Read, names: Container[str], *, is_whole: bool) -> Put:
        """What is done with each value of one read."""
        name = read.name
        match read.source:
            case Source.NOW | Source.BEFORE:
                return self._put_of_board(read, names)
            case Source.CHANGED:
                return lambda _, value: self._frame.changed.__setitem__(name, value)
            case Source.PAYLOAD if is_whole:
                # A whole payload holds its keys.
                return _nowhere if name else _as("event.payload")
            case Source.PAYLOAD:
                return lambda data, value: _put_key(data["event.payload"], name, value)
            case Source.EVENT:
                return _as(f"event.{name}")
            case _:
                return _as("decision")

    def _put_of_board(self, read: Read, names: Container[str]) -> Put:
        prefix = "before." if read.source is Source.BEFORE else ""
        root, _, rest = read.name.partition(".")
        key, _, field = rest.partition(".")
        if root not in vocabulary.KEYED:
            variable, path = f"{prefix}{read.name}", read.name
            if prefix:
                return lambda data, value: data.__setitem__(variable, msgspec.to_builtins(value))

            def put(data: Data, value: Any) -> None:
                self._frame.values[path] = value
                data[variable] = msgspec.to_builtins(value)

            return put
        places: list[tuple[str, int | str]] = [(f"{prefix}{root}", int(key))]
        if root == "properties":
            places.append((f"{prefix}deeds", NAMES[int(key)]))
        used = [place for place in places if place[0] in names]

        def put_thing(data: Data, value: Any) -> None:
            if not prefix:
                self._frame.values[read.name] = value
            for variable, thing in used:
                data[variable][thing][field] = value

        return put_thing

    def _keyed(self, variable: str) -> dict[Any, dict[str, Any]]:
        match vocabulary.root(variable):
            case "players":
                seats = self._setup.seats
                return {
                    seat.player_id: {"player_id": seat.player_id, "name": seat.name}
                    for seat in seats
                }
            case "deeds":
                return {NAMES[position]: dict(deed) for position, deed in _DEEDS.items()}
            case _:
                return {position: dict(deed) for position, deed in _DEEDS.items()}


def _as(variable: str) -> Put:
    return lambda data, value: data.__setitem__(variable, value)


def _nowhere(data: Data, value: Any) -> None:
    """Nothing is done."""


def _put_key(payload: Data, key: str, value: Any) -> None:
    if value is not Missing:
        payload[key] = value


_DEEDS = {
    position: {
        "position": position,
        "name": name,
        "group": board.SPACES[position].group,
        "price": board.SPACES[position].price,
    }
    for position, name in NAMES.items()
}
