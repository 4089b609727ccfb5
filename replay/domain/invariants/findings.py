"""What an audit finds, bounded in size and exact in number."""

from __future__ import annotations

from collections import Counter
from typing import Any

from msgspec import Struct

from replay.domain.timeline import Break

KEPT = 100
"""Findings kept of each rule; those beyond are counted only."""

TYPES = 200
"""Unread event types counted by name; those beyond share `OTHERS`."""

OTHERS = "(other types)"


class Rule(Struct, frozen=True):
    """One rule: ``checks`` says what always holds. ``is_severe`` where a breach proves a defect."""

    title: str
    checks: str
    is_severe: bool = True


RULES: dict[str, Rule] = {
    "sequence": Rule("Sequence", "Events are numbered without a hole, none is marked as lost."),
    "broken": Rule("Readable", "Every event can be read up to the last."),
    "unread": Rule("Known", "Every event is of a type its dialect knows."),
    "untold": Rule("Told", "What an engine states of a player follows from the events before."),
    "money": Rule("Money", "What one player pays another gets, unless the bank takes part."),
    "balance": Rule("Balances", "Every balance an engine claims is the one its events add up to."),
    "cash": Rule("Cash", "Nobody's cash falls below zero."),
    "owner": Rule("Owners", "A deed is given, mortgaged and built on by its owner alone."),
    "mortgage": Rule("Mortgages", "A deed is mortgaged once, and not under buildings."),
    "stock": Rule("Stock", "Bank and board hold 32 houses and 12 hotels together."),
    "building": Rule("Building", "Streets are built on evenly, by who owns the whole group."),
    "price": Rule("Prices", "What the bank is paid, and pays, is what deed and board say."),
    "auction": Rule("Auctions", "Bids rise and are covered, and the highest one is paid."),
    "trade": Rule("Trades", "What changes hands is what was offered, with no buildings on it."),
    "card": Rule("Cards", "Who draws a printed card does what it says."),
    "rent": Rule(
        "Rent", "Who comes to a deed pays its owner what it says, once, never when mortgaged."
    ),
    "dice": Rule("Dice", "Sums and doubles are what the dice show."),
    "move": Rule("Moves", "Tokens start where they stand and go as far as the dice say."),
    "salary": Rule("Salary", "Whoever passes Go is paid once, as much as the house rules say."),
    "turn": Rule("Turns", "Turns go round the table, and only the one whose turn it is rolls."),
    "jail": Rule(
        "Jail",
        "Who has to go to jail does, and stays until released, for three rolls at most.",
    ),
    "jail_card": Rule("Jail cards", "There are two cards, and nobody uses one not held."),
    "bankruptcy": Rule("Bankruptcies", "A bankrupt leaves with no cash, deed or card."),
    "ending": Rule("Ending", "A game that has ended says so, once, and nothing follows."),
    "results": Rule("Results", "Final results are those of the board on which the log ends."),
    "menu": Rule("Menus", "A chosen action is on the menu the player was given."),
    "shown": Rule("Prompts", "A prompt shows the board as it is at that moment."),
    "blind": Rule("Offers", "Who is asked about an offer is told what it is."),
    "null_player": Rule("Player 0", "Player 0 is written as 0, not as null.", is_severe=False),
    "unasked": Rule(
        "Rent not paid",
        "Who comes to another's deed pays rent, unless its owner forgets to ask.",
        is_severe=False,
    ),
    "fallback": Rule("Fallbacks", "Models make their own choices.", is_severe=False),
    "unprovable": Rule(
        "Reasoning", "Reasoning can be traced to the model's own words.", is_severe=False
    ),
    "unfinished": Rule(
        "Unfinished", "The log reaches the game's end: it goes on, or was cut off.", is_severe=False
    ),
}


class Finding(Struct, frozen=True):
    """One breach. ``sequence_number`` is where it shows; None where no event is named."""

    rule: str
    sequence_number: int | None
    expected: Any
    seen: Any
    sentence: str


class Report(Struct, frozen=True):
    """All an audit found.

    ``counts`` is exact for every rule that was broken; of each, the first `KEPT` are in
    ``findings``. ``head``: the last event audited; ``broken``: why none after it was.
    ``uncompared``: decisions whose prompts were not held to the board, being too many.
    """

    findings: tuple[Finding, ...]
    counts: dict[str, int]
    unread: dict[str, int]
    head: int
    events: int
    decisions: int
    broken: Break | None
    uncompared: int = 0

    @property
    def is_severe(self) -> bool:
        """Whether a defect is proven."""
        return any(RULES[rule].is_severe for rule in self.counts)


class Findings:
    """Where checks put what they find."""

    def __init__(self) -> None:
        self.kept: list[Finding] = []
        self.counts: Counter[str] = Counter()
        self.unread: Counter[str] = Counter()

    def add(
        self, rule: str, sequence_number: int | None, expected: Any, seen: Any, sentence: str
    ) -> None:
        """Note one breach."""
        self.counts[rule] += 1
        if self.counts[rule] <= KEPT:
            self.kept.append(Finding(rule, sequence_number, expected, seen, sentence))

    def add_unread(self, sequence_number: int, event_type: str, shown: str) -> None:
        """Note an event nobody understands; ``shown`` is its type fit for a sentence."""
        is_new = event_type not in self.unread
        self.unread[OTHERS if is_new and len(self.unread) >= TYPES else event_type] += 1
        sentence = f"Nobody here reads {shown}, so what it did is not known"
        self.add("unread", sequence_number, "a known type", shown, sentence)
