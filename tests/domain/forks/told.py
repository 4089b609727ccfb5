"""A game's own dice and cards once more, from any event on."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Sequence
from random import Random
from typing import Any

from msgspec import json

from games.domain.envelope import Event
from replay.domain import match
from replay.domain.agents import Agent
from replay.domain.cards import DECKS
from replay.domain.rules import engine
from replay.domain.rules.chance import Seeded
from replay.domain.rules.choice import Choice
from replay.domain.rules.house import House
from replay.domain.setup import Setup


class Told:
    """The chance that brings what the events after some moment say."""

    def __init__(self, events: Sequence[Event]) -> None:
        told = [what(event) for event in events]
        self._dice = deque(
            (body["die1"], body["die2"]) for kind, body in told if kind == "dice_roll"
        )
        drawn = [body for kind, body in told if kind == "card_draw"]
        self._tops = deque(_tops(name, drawn) for name in DECKS)

    def dice(self) -> tuple[int, int]:
        return self._dice.popleft()

    def shuffled(self, cards: list[int]) -> list[int]:
        """The decks are shuffled once each, in their order; the last card is drawn first."""
        tops = self._tops.popleft()
        return [card for card in cards if card not in tops] + tops[::-1]


class Game:
    """A game played with its stops: after which event which choices were open.

    Where a choice leads to no event (a mortgage is kept, and its interest cannot be paid yet) the
    first choices of two are remembered.
    """

    def __init__(self, table: Setup, house: House, agents: Sequence[Agent], seed: int) -> None:
        chance, minds = Seeded(Random(seed)), [Random(f"{seed} {seat}") for seat in table.seats]
        game = engine.begin(table, house, match.follow(table), chance)
        self.setup, self.house, self.events = table, house, list(game.told)
        self.choices: dict[int, tuple[Choice, ...]] = {}
        while legal := engine.legal_choices(game):
            self.choices.setdefault(game.state.sequence_number, legal)
            seat = legal[0].seat
            choice = agents[seat](match.view(game, legal), legal, minds[seat])
            self.events += engine.advance(game, choice, chance, legal)
        self.choices.setdefault(game.state.sequence_number, ())
        self._stops = sorted(self.choices)

    def next_stop(self, number: int) -> int:
        """The event after which the next choice is due, at or behind event ``number``."""
        return self._stops[bisect_left(self._stops, number)]

    def between(self, number: int, stop: int) -> list[tuple[str, dict[str, Any]]]:
        """What is told behind event ``number``, up to ``stop``."""
        return [what(event) for event in self.events[number + 1 : stop + 1]]


def what(event: Event) -> tuple[str, dict[str, Any]]:
    """An event's type and payload."""
    return event.event_type, json.decode(event.payload)


def _tops(name: str, drawn: list[dict[str, Any]]) -> list[int]:
    """The cards drawn from a deck, in order, each once (some are in a deck twice)."""
    tops: list[int] = []
    for body in drawn:
        fitting = (at for at, card in enumerate(DECKS[name]) if card.text == body["text"])
        tops += [next((at for at in fitting if at not in tops), -1)] if body["deck"] == name else []
    return [at for at in tops if at >= 0]
