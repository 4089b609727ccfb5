"""Finding, making and answering offers."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import msgspec

from replay.domain.agents import View, worth
from replay.domain.board import SPACES, Kind
from replay.domain.effects import Bundle
from replay.domain.rules.choice import Action, Choice
from replay.domain.rules.holdings import GROUPS

_MARGIN = 20
"""Dollars the other side is left over what it seems to lose, so that it may say yes."""


def propose(jealousy: float, view: View, offers: list[Choice], rng: Random) -> Choice | None:
    """The best of the offers worth making, or none: deeds that complete a group of one's own."""
    best: Choice | None = None
    gained = 0.0
    for option in rng.sample(offers, len(offers)):
        for give, get in _swaps(view, option):
            terms = _balanced(view, option, give, get)
            if terms is None:
                continue
            mine = _gain(view, terms, view.seat, jealousy)
            if mine > gained + 1:
                best, gained = terms, mine
    return best


def answer(jealousy: float, view: View, by_action: dict[Action, list[Choice]]) -> Choice:
    """Take what gains, counter what nearly does with a demand for the difference in cash."""
    trade = view.state.trade
    if trade is None:
        return by_action[Action.REJECT][0]
    gives, gets = trade.request, trade.offer
    mine = worth.of_terms(view.state, view.seat, trade.proposer, gives, gets)
    theirs = worth.of_terms(view.state, trade.proposer, view.seat, gets, gives)
    surplus = mine - jealousy * max(0.0, theirs)
    if surplus >= 0:
        return by_action[Action.ACCEPT][0]
    wanted = int(-surplus / (1 + jealousy)) + 1
    for option in by_action.get(Action.COUNTER, []):
        payable = option.request.cash if option.request is not None else 0
        if wanted < theirs and gets.cash + wanted <= payable and not gives.cash:
            more = msgspec.structs.replace(gets, cash=gets.cash + wanted)
            return msgspec.structs.replace(option, offer=gives, request=more)
    return by_action[Action.REJECT][0]


def _swaps(view: View, option: Choice) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """(deeds given, deeds got) that complete a group of this seat's with the partner's deeds."""
    offer, request = option.offer, option.request
    if offer is None or request is None or option.partner is None:
        return
    owners = view.state.owners
    for lots in GROUPS.values():
        if SPACES[lots[0]].kind is Kind.UTILITY:
            continue
        get = tuple(at for at in lots if at in request.properties)
        mine = [at for at in lots if owners[at] == view.seat]
        if not get or not mine or len(get) + len(mine) < len(lots):
            continue
        yield (), get
        for at in offer.properties:
            if at not in lots:
                group = GROUPS[SPACES[at].group]
                held = tuple(lot for lot in group if lot in offer.properties)
                yield (at,), get
                if len(held) > 1:
                    yield held, get


def _balanced(
    view: View, option: Choice, give: tuple[int, ...], get: tuple[int, ...]
) -> Choice | None:
    """The swap with as much cash as makes the partner gain what this seat gains, halfway."""
    partner = option.partner or 0
    mine = worth.of_terms(
        view.state, view.seat, partner, Bundle(properties=give), Bundle(properties=get)
    )
    theirs = worth.of_terms(
        view.state, partner, view.seat, Bundle(properties=get), Bundle(properties=give)
    )
    if mine + theirs <= _MARGIN:
        return None
    cash = int((mine - theirs) / 2)  # both gain the same
    able = view.state.players[view.seat].cash if cash > 0 else view.state.players[partner].cash
    cash = max(-able, min(able, cash))
    return msgspec.structs.replace(
        option,
        offer=Bundle(cash=max(0, cash), properties=give),
        request=Bundle(cash=max(0, -cash), properties=get),
    )


def _gain(view: View, terms: Choice, seat: int, jealousy: float) -> float:
    """What the proposer gains by terms the partner would not lose by, else nothing."""
    offer, request = terms.offer or Bundle(), terms.request or Bundle()
    partner = terms.partner or 0
    mine = worth.of_terms(view.state, seat, partner, offer, request)
    theirs = worth.of_terms(view.state, partner, seat, request, offer)
    if theirs < _MARGIN:
        return 0.0
    return mine - jealousy * theirs
