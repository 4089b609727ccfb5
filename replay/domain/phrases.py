"""The turns of phrase that all dialects share. Plain text: escaping is the page's business."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from replay.domain import board
from replay.domain.effects import Bundle
from replay.domain.setup import Seat, Setup

NAME = 40
"""Characters of a player's name that a sentence shows."""
TEXT = 160
"""Characters of a quoted text that a sentence shows."""


def name(setup: Setup, seat: int) -> str:
    """A player as sentences call them."""
    return names(setup.seats)[seat]


@lru_cache(maxsize=256)
def names(seats: tuple[Seat, ...]) -> tuple[str, ...]:
    """All players as sentences call them."""
    return told_apart([clip(seat.name, NAME) for seat in seats], seats)


def told_apart(shown: Sequence[str], seats: Sequence[Seat]) -> tuple[str, ...]:
    """Names as they are shown, with the ``player_id`` where one could be any of several players."""
    counted = Counter(shown)
    return tuple(
        f"player {seat.player_id}"
        if not told
        else f"{told} #{seat.player_id}"
        if counted[told] > 1
        else told
        for told, seat in zip(shown, seats, strict=True)
    )


def space(position: int) -> str:
    """A space by its printed name."""
    return board.SPACES[position].name


def dollars(amount: int) -> str:
    """``$1,200``, ``-$50``."""
    return f"-${-amount:,}" if amount < 0 else f"${amount:,}"


def cards(count: int) -> str:
    """``a get-out-of-jail card``, ``2 get-out-of-jail cards``."""
    return "a get-out-of-jail card" if count == 1 else f"{count} get-out-of-jail cards"


def bundle(given: Bundle) -> str:
    """One side of a trade: ``$50, Baltic Avenue and a get-out-of-jail card``."""
    parts = [dollars(given.cash)] if given.cash else []
    parts += [space(position) for position in given.properties]
    parts += [cards(given.jail_cards)] if given.jail_cards else []
    return listed(parts)


def listed(parts: list[str], empty: str = "nothing") -> str:
    """``one, two and three``."""
    if not parts:
        return empty
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def plain(code: str) -> str:
    """An engine's code made readable: ``LIKE_THIS`` becomes ``like this``."""
    return clip(code.replace("_", " ").lower(), NAME)


def quoted(text: str) -> str:
    """A text in quotation marks, shortened."""
    return f"“{clip(text, TEXT)}”"


def clip(text: str, length: int) -> str:
    """The beginning of a text on one line, with an ellipsis where it was cut.

    Only what can be seen is kept: nothing in a log may turn round the sentence it is shown in.
    """
    seen = "".join(char if char.isprintable() else " " for char in text[: 4 * length])
    line = " ".join(seen.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"
