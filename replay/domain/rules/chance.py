"""Where dice and shuffles come from: always an argument of the rules, never their own."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from random import Random
from typing import Protocol


class Chance(Protocol):
    """Dice and shuffles, as the rules ask for them."""

    def dice(self) -> tuple[int, int]:
        """Two dice, 1-6 each."""
        ...

    def shuffled(self, cards: list[int]) -> list[int]:
        """The same cards in an order nobody knows; the last is drawn first."""
        ...


class Seeded:
    """The chance of a seed: the same seed, the same game."""

    def __init__(self, random: Random) -> None:
        self._random = random

    def dice(self) -> tuple[int, int]:
        return self._random.randint(1, 6), self._random.randint(1, 6)

    def shuffled(self, cards: list[int]) -> list[int]:
        return self._random.sample(cards, len(cards))


class Scripted:
    """Dice told in advance, decks as they lie: for stories."""

    def __init__(self, dice: Iterable[tuple[int, int]] = ()) -> None:
        self._dice = deque(dice)

    def dice(self) -> tuple[int, int]:
        return self._dice.popleft()

    def shuffled(self, cards: list[int]) -> list[int]:
        return cards[:]
