"""The values of a question's variables, made of just what it reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from replay.domain import board
from replay.domain.asking import vocabulary
from replay.domain.asking.deeds import NAMES, POSITIONS, STREET_GROUPS, members
from replay.domain.asking.language import Functions
from replay.domain.asking.reads import Read, Reads, Source
from replay.domain.setup import Setup


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
        self._reads = reads.values
        self._variables = frozenset(reads.variables)
        self._setup = setup
        self._frame = frame
        self._is_whole = Read(Source.PAYLOAD, "") in reads.values

    def build(self, values: Sequence[Any]) -> dict[str, Any]:
        """The variables of one evaluation; also shows the functions that board."""
        data = {
            name: self._keyed(name)
            for name in self._variables
            if vocabulary.root(name) in vocabulary.KEYED
        }
        if "event.payload" in self._variables:
            data["event.payload"] = {}
        for read, value in zip(self._reads, values, strict=True):
            match read.source:
                case Source.NOW | Source.BEFORE:
                    self._put(data, read, value)
                case Source.CHANGED:
                    self._frame.changed[read.name] = value
                case Source.PAYLOAD if not read.name:
                    data["event.payload"] = value
                case Source.PAYLOAD:
                    if not self._is_whole and value is not Missing:
                        data["event.payload"][read.name] = value
                case Source.EVENT:
                    data[f"event.{read.name}"] = value
                case Source.DECISION:
                    data["decision"] = value
        return data

    def _put(self, data: dict[str, Any], read: Read, value: Any) -> None:
        prefix = "before." if read.source is Source.BEFORE else ""
        if not prefix:
            self._frame.values[read.name] = value
        root, _, rest = read.name.partition(".")
        if root not in vocabulary.KEYED:
            data[f"{prefix}{read.name}"] = msgspec.to_builtins(value)
            return
        key, _, field = rest.partition(".")
        if (things := data.get(f"{prefix}{root}")) is not None:
            things[int(key)][field] = value
        if root == "properties" and (things := data.get(f"{prefix}deeds")) is not None:
            things[NAMES[int(key)]][field] = value

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


_DEEDS = {
    position: {
        "position": position,
        "name": name,
        "group": board.SPACES[position].group,
        "price": board.SPACES[position].price,
    }
    for position, name in NAMES.items()
}
