"""The parts that the sentences are made of: plain text, never long, whatever a log holds."""

from __future__ import annotations

from replay.domain import board
from replay.domain.dialects.arena.table import Table
from replay.domain.effects import Bundle

NAME = 40
"""The most characters shown of a name or a word."""
TEXT = 160
"""The most characters shown of a longer text."""


def named(player: int, table: Table) -> str:
    """A player by the engine's id, who need not exist."""
    return clip(table.name.get(player, f"player {player}"), NAME)


def seated(seat: int, table: Table) -> str:
    """A player by seat."""
    return next(named(player, table) for player, at in table.seat.items() if at == seat)


def space(position: int) -> str:
    """A space as it is printed."""
    return board.SPACES[position].name


def money(amount: int) -> str:
    """`$1,500`, `-$15`."""
    return f"-${-amount:,}" if amount < 0 else f"${amount:,}"


def bundle(side: Bundle) -> str:
    """One side of a trade."""
    parts = [space(position) for position in side.properties]
    if side.cash:
        parts.append(money(side.cash))
    if side.jail_cards:
        cards = "card" if side.jail_cards == 1 else "cards"
        parts.append(f"{side.jail_cards} get-out-of-jail {cards}")
    return enumeration(parts) or "nothing"


def enumeration(parts: list[str]) -> str:
    """`a, b and c`."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def spoken(word: str) -> str:
    """`roll_dice` as `roll dice`."""
    return clip(word.replace("_", " "), NAME)


def quote(text: str) -> str:
    """Words that are not ours."""
    return f"“{clip(text, TEXT)}”"


def clip(text: str, limit: int) -> str:
    """One line of visible characters: nothing in a log may turn the sentence around it."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text[: 4 * limit]).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
