"""What a player may choose, and what a player chose."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from replay.domain.effects import Bundle


class Action(StrEnum):
    """Every kind of choice the rules ever ask for."""

    ROLL = "roll"
    PAY_FINE = "pay_fine"
    USE_CARD = "use_card"
    END_TURN = "end_turn"
    BUY = "buy"
    DECLINE = "decline"
    BID = "bid"
    PASS = "pass"  # noqa: S105
    BUILD = "build"
    SELL = "sell"
    MORTGAGE = "mortgage"
    UNMORTGAGE = "unmortgage"
    KEEP_MORTGAGE = "keep_mortgage"
    PROPOSE = "propose"
    ACCEPT = "accept"
    REJECT = "reject"
    COUNTER = "counter"
    BANKRUPT = "bankrupt"


class Choice(Struct, frozen=True, gc=False):
    """One choice of a seat.

    As a legal choice it tells its bounds: ``bounds`` are the least and the most ``amount`` of a
    bid; ``offer`` and ``request`` the most that either side of a trade can give. As a choice made,
    ``amount``, ``offer`` and ``request`` are what is meant. ``amount`` of anything but a bid is
    its price or proceeds, for information.
    """

    action: Action
    seat: int
    position: int | None = None
    partner: int | None = None
    amount: int | None = None
    bounds: tuple[int, int] | None = None
    offer: Bundle | None = None
    request: Bundle | None = None


class IllegalChoice(Exception):
    """The choice is not among the legal ones; nothing has happened."""

    def __init__(self, choice: Choice, legal: tuple[Choice, ...]) -> None:
        actions = ", ".join(sorted({option.action for option in legal})) or "none"
        super().__init__(f"{choice} is not legal now; legal actions: {actions}")
        self.choice = choice
        self.legal = legal


def allows(option: Choice, choice: Choice) -> bool:
    """Whether the choice made is the legal one, within its bounds."""
    if option.action is not choice.action or _about(option) != _about(choice):
        return False
    if option.bounds is not None:
        low, high = option.bounds
        return choice.amount is not None and low <= choice.amount <= high
    if option.offer is None or option.request is None:
        return True
    if choice.offer is None or choice.request is None:
        return False
    something = choice.offer != Bundle() or choice.request != Bundle()
    within = _within(option.offer, choice.offer) and _within(option.request, choice.request)
    return something and within


def _about(choice: Choice) -> tuple[int, int | None, int | None]:
    return choice.seat, choice.position, choice.partner


def _within(most: Bundle, bundle: Bundle) -> bool:
    positions = set(bundle.properties)
    return (
        0 <= bundle.cash <= most.cash
        and 0 <= bundle.jail_cards <= most.jail_cards
        and len(positions) == len(bundle.properties)
        and positions <= set(most.properties)
    )
