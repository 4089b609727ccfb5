"""The long run of the board, against tokens that really go round."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from replay.domain.cards import CHANCE, COMMUNITY_CHEST, Does
from replay.domain.statistics import theory

ROLLS = 120_000


class Token:
    """One token, its decks shuffled and drawn through, as the rules have it."""

    def __init__(self, rng: Random, *, stays: bool) -> None:
        self.landings = Counter[int]()
        self._rng, self._stays = rng, stays
        self._decks: dict[str, list] = {"chance": [], "chest": []}
        self._at, self._doubles, self._jail = 0, 0, None

    def roll(self) -> None:
        a, b = self._rng.randint(1, 6), self._rng.randint(1, 6)
        if self._jail is not None and self._stays:
            if a != b and self._jail < 2:
                self._jail += 1
                return
            to = self._come(10 + a + b)
            self._doubles = 0
        else:
            self._doubles = self._doubles + 1 if a == b else 0
            to = None if self._doubles == 3 else self._come((self._at + a + b) % 40)
        self._jail = None
        if to is None:
            to, self._jail, self._doubles = 10, 0, 0
        self._at = to

    def _come(self, to: int) -> int | None:
        """Where it ends up; None: in jail."""
        self.landings[to] += 1
        if to == 30:
            return None
        if to in {7, 22, 36}:
            return self._follow(self._draw("chance", CHANCE), to)
        if to in {2, 17, 33}:
            return self._follow(self._draw("chest", COMMUNITY_CHEST), to)
        return to

    def _draw(self, name, cards):
        if not self._decks[name]:
            self._decks[name] = list(cards)
            self._rng.shuffle(self._decks[name])
        return self._decks[name].pop()

    def _follow(self, card, to: int) -> int | None:
        match card.does:
            case Does.ADVANCE:
                return self._come(card.position)
            case Does.NEAREST_RAILROAD:
                return self._come({7: 15, 22: 25, 36: 5}[to])
            case Does.NEAREST_UTILITY:
                return self._come({7: 12, 22: 28, 36: 12}[to])
            case Does.BACK:
                return self._come(to - 3)
            case Does.JAIL:
                return None
            case _:
                return to


@pytest.mark.parametrize("stays", [False, True])
def test_tokens_come_to_each_space_as_often_as_the_chain_says(stays):
    token = Token(Random(11 + stays), stays=stays)
    for _ in range(ROLLS):
        token.roll()
    seen = token.landings
    shares = theory.landings().late if stays else theory.landings().soon
    total = seen.total()
    for at, share in enumerate(shares):
        sigma = (share * (1 - share) / total) ** 0.5
        assert seen[at] / total == pytest.approx(share, abs=5 * sigma), at


def test_shares_are_of_all_landings():
    for shares in (theory.landings().soon, theory.landings().late):
        assert sum(shares) == pytest.approx(1)
        assert min(shares) > 0.015
        assert max(range(40), key=shares.__getitem__) == 24  # Illinois Avenue, as every study finds
