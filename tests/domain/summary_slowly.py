"""The numbers of a summary once more, each computed for itself from the states of a whole game."""

from __future__ import annotations

import json
from collections import Counter
from fractions import Fraction
from typing import Any

from games.domain.envelope import Event
from replay.domain import board, state, timeline
from replay.domain.rules import holdings
from replay.domain.setup import Setup
from replay.domain.state import State


class Slow:
    """A native game, every state of it kept."""

    def __init__(self, setup: Setup, events: list[Event]) -> None:
        line = timeline.build(setup, events)
        assert line.broken is None
        numbers = range(setup.first_sequence - 1, events[-1].sequence_number + 1)
        self.events = events
        self.states = [line.at(number) for number in numbers]
        self.seats = range(len(setup.seats))
        self.last = self.states[-1]

    def told(self, *types: str) -> list[tuple[State, dict[str, Any]]]:
        """The board before and the payload of every event of these types."""
        return [
            (before, json.loads(bytes(event.payload)))
            for before, event in zip(self.states, self.events, strict=False)
            if event.event_type in types
        ]

    def landings(self, seat: int) -> dict[int, int]:
        return Counter(
            told["to_position"] for _, told in self.told("move") if told["player_id"] == seat
        )

    def rent(self, seat: int, side: str) -> dict[int, int]:
        found = Counter[int]()
        for _, told in self.told("rent_payment"):
            if told[side] == seat:
                found[told["position"]] += told["amount"]
        return {at: amount for at, amount in found.items() if amount}

    def rolls(self, seat: int) -> list[tuple[State, int, int]]:
        return [
            (before, told["die1"], told["die2"])
            for before, told in self.told("dice_roll")
            if told["player_id"] == seat
        ]

    def rents_of_throws(self, seat: int) -> tuple[int, Fraction]:
        """By every one of the 36 throws."""
        paid, expected = 0, Fraction(0)
        for before, die1, die2 in self.rolls(seat):
            if not before.players[seat].in_jail:
                paid += self._due(before, seat, die1 + die2)
                expected += Fraction(
                    sum(self._due(before, seat, a + b) for a in range(1, 7) for b in range(1, 7)),
                    36,
                )
        return paid, expected

    def bought(self) -> list[tuple[int, int, int, bool]]:
        """Seat, deed, price, whether by auction."""
        found = [
            (event.sequence_number, told["player_id"], told["position"], told["price"], False)
            for event, told in self._with_event("purchase")
        ]
        found += [
            (event.sequence_number, told["winner_id"], told["position"], told["amount"], True)
            for event, told in self._with_event("auction_end")
            if told.get("winner_id") is not None and told.get("building") is None
        ]
        return [row[1:] for row in sorted(found)]

    def monopolies(self) -> list[tuple[int, str]]:
        """Seat and group, whenever a group is whole that was not so in the state before."""
        found = []
        for before, after in zip(self.states, self.states[1:], strict=False):
            for group in sorted(holdings.GROUPS):
                holder = self._holder(after, group)
                if holder is not None and holder != self._holder(before, group):
                    found.append((holder, group))
        return found

    def survived(self, seat: int) -> int:
        return sum(
            not after.players[seat].is_bankrupt
            for after, event in zip(self.states[1:], self.events, strict=True)
            if event.event_type == "turn_start"
        )

    def money(self) -> list[tuple[int, int]]:
        """All cash and all net worth as each turn begins."""
        return [
            (
                sum(player.cash for player in after.players),
                sum(state.net_worth(after, seat) for seat in self.seats),
            )
            for after, event in zip(self.states[1:], self.events, strict=True)
            if event.event_type == "turn_start"
        ]

    def built(self, seat: int) -> dict[int, int]:
        return Counter(
            told["position"] for _, told in self.told("build") if told["player_id"] == seat
        )

    def _with_event(self, kind: str) -> list[tuple[Event, dict[str, Any]]]:
        return [
            (event, json.loads(bytes(event.payload)))
            for event in self.events
            if event.event_type == kind
        ]

    def _due(self, before: State, seat: int, total: int) -> int:
        at = (before.players[seat].position + total) % 40
        owner = before.owners[at]
        if owner in {None, seat} or before.mortgaged[at]:
            return 0
        return holdings.rent(before, at, total)

    def _holder(self, at: State, group: str) -> int | None:
        owners = {at.owners[lot] for lot in board.PROPERTIES if board.SPACES[lot].group == group}
        return owners.pop() if len(owners) == 1 else None
