"""What a decision is about: one vocabulary of actions and situations for every engine's menus."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

ACTION_CHARS = 40
"""Longer names of actions are cut: hostile menus may hold any text."""


class Situation(StrEnum):
    """What a player is asked; the first that fits what is on the menu."""

    TRADE = "trade response"
    AUCTION = "auction"
    PURCHASE = "purchase"
    DEBT = "debt"
    JAIL = "jail"
    TURN = "own turn"
    UNKNOWN = "unknown"


_SAME = {
    "roll": ("roll_dice", "roll_for_doubles"),
    "pay_fine": ("pay_jail_fine",),
    "use_card": ("use_jail_card", "use_get_out_of_jail_card"),
    "buy": ("buy_property",),
    "decline": ("decline_purchase", "start_auction"),
    "bid": ("bid_auction",),
    "pass": ("pass_auction", "drop_out"),
    "build": ("build_house", "build_hotel", "build_houses_or_hotel"),
    "sell": ("sell_building", "sell_houses_or_hotel"),
    "mortgage": ("mortgage_property",),
    "unmortgage": ("unmortgage_property",),
    "propose": ("propose_trade",),
    "accept": ("accept_trade",),
    "reject": ("reject_trade",),
    "counter": ("counter_trade",),
    "bankrupt": ("declare_bankruptcy",),
}
_NAMES = {theirs: ours for ours, names in _SAME.items() for theirs in names}

_MARKS = (
    (Situation.TRADE, frozenset({"accept", "reject", "counter"})),
    (Situation.AUCTION, frozenset({"bid", "pass"})),
    (Situation.PURCHASE, frozenset({"buy", "decline"})),
    (Situation.DEBT, frozenset({"bankrupt"})),
    (Situation.JAIL, frozenset({"pay_fine", "use_card"})),
    (
        Situation.TURN,
        frozenset(
            {"roll", "end_turn", "build", "sell", "mortgage", "unmortgage", "keep_mortgage"}
            | {"propose"}
        ),
    ),
)


def action(name: str) -> str:
    """An action in our own word (`replay.domain.rules.choice.Action`), or as its engine has it."""
    lowered = name[:ACTION_CHARS].lower()
    return _NAMES.get(lowered, lowered)


def spellings(name: str) -> tuple[str, ...]:
    """What engines call an action of ours, itself first."""
    return (name, *_SAME.get(name, ()))


def of(actions: Iterable[str]) -> Situation:
    """The situation of whoever may choose these, in our own words.

    Only who owes more than is in hand may declare bankruptcy; only who is in jail may pay or use a
    card to leave it.
    """
    offered = set(actions)
    return next((found for found, marks in _MARKS if offered & marks), Situation.UNKNOWN)
