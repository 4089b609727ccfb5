"""What models were shown, offered and said to have chosen."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import structs

from replay.domain import phrases
from replay.domain.claims import Choice
from replay.domain.invariants.check import Bench
from replay.domain.paths import Read, readers
from replay.domain.shown import compare, known
from replay.domain.state import State

MOST_PENDING = 500_000
"""Values that prompts showed, kept until the fold reaches their moment; prompts of a longer game
are compared no more from there on."""

DIFFERENCES = 3
"""Differing values one sentence names."""


class Choices:
    """The decisions of one game. Take all in before the first event is audited."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._add = bench.findings.add
        self._names = {
            seat.player_id: phrases.name(bench.setup, at)
            for at, seat in enumerate(bench.setup.seats)
        }
        self._readers: Mapping[str, Read] = readers(bench.setup)
        self._pending: dict[int, list[Choice]] = {}
        self._room = MOST_PENDING
        self.count = 0
        self.uncompared = 0

    def take(self, choice: Choice) -> None:
        """Judge what needs no board; keep what does."""
        self.count += 1
        who = f"{self._who(choice)}’s decision {choice.number}"
        chosen = phrases.clip(choice.chosen, 60)
        if choice.is_on_menu is False:
            sentence = f"{who}, {chosen or 'nothing'}, was not on its menu"
            self._add("menu", choice.after, "a choice on the menu", chosen, sentence)
        if choice.fallback is not None:
            why = phrases.clip(choice.fallback, 80)
            sentence = f"{who} was made by the engine in the model’s place: {why}"
            self._add("fallback", choice.after, "the model", why, sentence)
        if choice.doubt is not None:
            sentence = f"{who}: {choice.doubt}"
            self._add("unprovable", choice.after, "a model’s words", choice.doubt, sentence)
        if choice.is_blind:
            sentence = f"{who} answers an offer that the prompt leaves empty"
            self._add("blind", choice.after, "an offer", "nothing", sentence)
        self._keep(choice)

    def judge(self, state: State) -> None:
        """Compare what prompts of this moment showed with the board."""
        for choice in self._pending.pop(state.sequence_number, ()):
            self._compare(choice, state)

    def _keep(self, choice: Choice) -> None:
        shown = known(choice.shown, self._readers)
        if choice.after is None or not shown:
            return
        if self._room < len(shown):
            self.uncompared += 1
            return
        self._room -= len(shown)
        kept = structs.replace(choice, shown=shown)
        self._pending.setdefault(choice.after, []).append(kept)

    def _compare(self, choice: Choice, state: State) -> None:
        told = compare(choice.shown, self._readers, state)
        wrong = [each for each in told if not each.is_true]
        if wrong:
            few = wrong[:DIFFERENCES]
            named = [f"{each.path} {each.shown!r} for {each.real!r}" for each in few]
            more = f" and {len(wrong) - DIFFERENCES} more" if len(wrong) > DIFFERENCES else ""
            sentence = (
                f"{self._who(choice)}’s decision {choice.number} was shown another board: "
                f"{', '.join(named)}{more}"
            )
            self._add(
                "shown",
                choice.after,
                {each.path: each.real for each in few},
                {each.path: each.shown for each in few},
                phrases.clip(sentence, 400),
            )

    def _who(self, choice: Choice) -> str:
        return self._names.get(choice.player_id, f"Player {choice.player_id}")
