"""Every value of a board in words: what it is called, how it reads, how it changed.

Values are named by path, as `replay.domain.paths` does; `GAME`, ``bank``, ``players.1`` and
``properties.39`` each name several at once.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from replay import cast, deals
from replay.domain import board, paths
from replay.domain.paths import PublicAuction, PublicTrade, UnknownPath, Value
from replay.domain.setup import Setup
from replay.drawing import amounts
from replay.recording import Recording

GAME = "game"
"""The values that belong to no player, no deed and not to the bank."""

type Names = Mapping[int, str]
"""What a player is called, by ``player_id``."""

_OF_PLAYER = {
    "cash": "cash",
    "net_worth": "net worth",
    "position": "position",
    "in_jail": "freedom",
    "jail_turns": "failed rolls in jail",
    "jail_cards": "jail cards",
    "is_bankrupt": "standing",
}
_OF_GAME = {
    "turn_number": "The turn",
    "current_player": "The player to act",
    "is_over": "The game",
    "winner": "The winner",
    "auction": "The auction",
    "trade": "The trade",
    "bank.houses": "Houses in the bank",
    "bank.hotels": "Hotels in the bank",
}
_EITHER = {
    "in_jail": ("free", "in jail"),
    "is_bankrupt": ("in the game", "bankrupt"),
    "is_mortgaged": ("not mortgaged", "mortgaged"),
    "is_over": ("going on", "over"),
}


class Told(Struct, frozen=True):
    """One change in words. ``delta`` is what an amount grew by, ``is_gain`` whether it is more."""

    path: str
    name: str
    before: str
    after: str
    delta: str = ""
    is_gain: bool = False


def names(recording: Recording) -> dict[int, str]:
    """The players' names as pages show them."""
    roles = cast.of(recording)
    return {
        seat.player_id: role.name for seat, role in zip(recording.setup.seats, roles, strict=True)
    }


def members(setup: Setup, path: str) -> list[str]:
    """The values a path names: itself, or all that it is the beginning of.

    Raises:
        UnknownPath: it names none.
    """
    every = paths.readers(setup)
    if path in every:
        return [path]
    if path == GAME:
        return [each for each in every if "." not in each]
    several = [each for each in every if each.startswith(f"{path}.")]
    if not several or path in {"players", "properties"}:
        raise UnknownPath(path)
    return several


def groups(setup: Setup, names: Names) -> list[tuple[str, str]]:
    """The paths that name several values of the table, each with what it is called."""
    players = [(f"players.{seat.player_id}", names[seat.player_id]) for seat in setup.seats]
    return [*players, ("bank", "The bank"), (GAME, "The game")]


def title(path: str, names: Names) -> str:
    """What a path is called: ``Ada's cash``, or of a group ``Ada``, ``Boardwalk``."""
    match path.split("."):
        case ["players", player_id]:
            return names[int(player_id)]
        case ["properties", position]:
            return board.SPACES[int(position)].name
        case ["bank"]:
            return "The bank"
        case ["game"]:
            return "The game"
        case _:
            return name(path, names)


def name(path: str, names: Names) -> str:
    """What one value is called."""
    match path.split("."):
        case ["players", player_id, field]:
            return f"{names[int(player_id)]}\u2019s {_OF_PLAYER[field]}"
        case ["properties", position, "houses"]:
            return f"Houses on {board.SPACES[int(position)].name}"
        case ["properties", position, "owner"]:
            return f"{board.SPACES[int(position)].name}\u2019s owner"
        case ["properties", position, _]:
            return f"{board.SPACES[int(position)].name}\u2019s mortgage"
        case _:
            return _OF_GAME[path]


def said(path: str, value: Value, names: Names) -> str:
    """How a value reads."""
    field = path.rpartition(".")[2]
    if field in _EITHER:
        return _EITHER[field][bool(value)]
    match field:
        case "cash" | "net_worth":
            return amounts.dollars(value)
        case "position":
            return deals.deed(value)
        case "owner":
            return "the bank" if value is None else names[value]
        case "current_player" | "winner":
            return "nobody" if value is None else names[value]
        case "auction":
            return _auction(value, names)
        case "trade":
            return _trade(value, names)
        case "houses" if path.startswith("properties.") and value == board.HOTEL:
            return "a hotel"
        case _:
            return f"{value:,}"


def told(path: str, before: Value, after: Value, names: Names) -> Told:
    """A change in words."""
    delta = ""
    if path.endswith((".cash", ".net_worth")):
        delta = amounts.signed(after - before)
    grew = bool(delta) and after > before
    shown = said(path, before, names), said(path, after, names)
    return Told(path, name(path, names), *shown, delta, grew)


def _auction(open_: PublicAuction | None, names: Names) -> str:
    if open_ is None:
        return "none open"
    bid = "no bid yet"
    if open_.leader is not None:
        bid = f"{amounts.dollars(open_.high_bid)} by {names[open_.leader]}"
    bidders = ", ".join(names[each] for each in open_.bidders) or "nobody"
    return f"{deals.deed(open_.position)}, {bid}, still in: {bidders}"


def _trade(open_: PublicTrade | None, names: Names) -> str:
    if open_ is None:
        return "none open"
    return (
        f"{names[open_.proposer]} gives {deals.bundle(open_.offer)}, "
        f"{names[open_.recipient]} gives {deals.bundle(open_.request)}"
    )
