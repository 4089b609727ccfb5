"""A choice in words, for the one who makes it: plain text, without a full stop."""

from __future__ import annotations

from replay.domain.phrases import dollars, name, space
from replay.domain.rules.choice import Action, Choice
from replay.domain.setup import Setup

_SENTENCES: dict[Action, str] = {
    Action.ROLL: "Roll the dice",
    Action.PAY_FINE: "Pay {price} and leave jail",
    Action.USE_CARD: "Leave jail by a card",
    Action.END_TURN: "End the turn",
    Action.BUY: "Buy {where} for {price}",
    Action.DECLINE: "Leave {where} to auction",
    Action.BID: "Bid {low} to {high} for {where}",
    Action.PASS: "Drop out of the auction of {where}",
    Action.BUILD: "Build on {where} for {price}",
    Action.SELL: "Sell a building on {where} for {price}",
    Action.MORTGAGE: "Mortgage {where} for {price}",
    Action.UNMORTGAGE: "Lift the mortgage on {where} for {price}",
    Action.KEEP_MORTGAGE: "Leave {where} mortgaged and pay {price} of interest",
    Action.PROPOSE: "Offer {who} a trade",
    Action.ACCEPT: "Accept the offer of {who}",
    Action.REJECT: "Turn down the offer of {who}",
    Action.COUNTER: "Offer {who} other terms",
    Action.BANKRUPT: "Declare bankruptcy",
}


def label(choice: Choice, setup: Setup) -> str:
    """``Buy Boardwalk for $400``; bounds where there are any."""
    low, high = choice.bounds or (0, 0)
    return _SENTENCES[choice.action].format(
        price=dollars(choice.amount or 0),
        low=dollars(low),
        high=dollars(high),
        where="" if choice.position is None else space(choice.position),
        who="" if choice.partner is None else name(setup, choice.partner),
    )
