"""Trades of cash, deeds and jail cards, with counter-offers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from replay.domain.effects import Bundle, Trade
from replay.domain.rules import decks, holdings
from replay.domain.rules.agenda import Answer, Interest
from replay.domain.rules.choice import Action, Choice
from replay.domain.rules.game import Game

_NOTHING = Bundle()

MOST_PROPOSALS = 3
"""Offers one player may make in one turn: the engine's own bound, so that turns end."""


MOST_COUNTERS = 2
"""Counter-offers to one offer: the engine's own bound, too."""


def propose_choices(game: Game, seat: int) -> list[Choice]:
    """An offer to every other player; the bounds are all that either side may give.

    Source: official rules, "Selling property": "Unimproved properties, railroads and utilities (but
    not buildings) may be sold to any player as a private transaction for any amount"; no deed of a
    group with buildings; mortgaged deeds too; "Get out of jail free" cards may be sold.
    """
    if game.table.proposals >= MOST_PROPOSALS:
        return []
    deeds = holdings.tradable(game.state)
    own = _most(game, seat, deeds)
    bounds = [(other, _most(game, other, deeds)) for other in game.others(seat)]
    return [
        Choice(Action.PROPOSE, seat, partner=other, offer=own, request=most)
        for other, most in bounds
        if own != _NOTHING or most != _NOTHING
    ]


def propose(game: Game, choice: Choice) -> None:
    """Make an offer; its recipient is to answer."""
    game.table.proposals += 1
    _offer(game, "trade_offer", choice)
    game.push(Answer(choice.partner or 0))


def answer_choices(game: Game, task: Answer) -> list[Choice]:
    """Accept, reject, or offer other terms."""
    proposer = _open(game).proposer
    choices = [
        Choice(Action.ACCEPT, task.seat, partner=proposer),
        Choice(Action.REJECT, task.seat, partner=proposer),
    ]
    if task.counters < MOST_COUNTERS:
        choices.append(_terms(game, Action.COUNTER, task.seat, proposer))
    return choices


def counter(game: Game, task: Answer, choice: Choice) -> None:
    """Other terms: now the counterer proposes, and the other side is to answer."""
    _offer(game, "trade_counter", choice)
    game.push(Answer(choice.partner or 0, task.counters + 1))


def accept(game: Game, choice: Choice) -> None:
    """Everything changes hands at once; mortgaged deeds cost their new owner interest."""
    trade = _open(game)
    game.tell("trade_accept", choice.seat, **_told(game, trade))
    _swap_cards(game, trade)
    game.push(
        *interests(game, trade.recipient, trade.offer.properties),
        *interests(game, trade.proposer, trade.request.properties),
    )


def reject(game: Game, choice: Choice) -> None:
    """No deal."""
    trade = _open(game)
    ids = {"proposer_id": game.id(trade.proposer), "recipient_id": game.id(trade.recipient)}
    game.tell("trade_reject", choice.seat, **ids)


def interests(game: Game, seat: int, positions: tuple[int, ...]) -> list[Interest]:
    """What is due on the mortgaged among the deeds a seat has just received."""
    return [Interest(seat, at) for at in positions if game.state.mortgaged[at]]


def _swap_cards(game: Game, trade: Trade) -> None:
    """Remember to which deck each jail card belongs; the board has moved them already."""
    kept = game.table.kept
    given = [kept[trade.proposer].pop() for _ in range(trade.offer.jail_cards)]
    kept[trade.proposer] += [kept[trade.recipient].pop() for _ in range(trade.request.jail_cards)]
    kept[trade.recipient] += given


def _terms(game: Game, action: Action, seat: int, partner: int) -> Choice:
    deeds = holdings.tradable(game.state)
    offer, request = _most(game, seat, deeds), _most(game, partner, deeds)
    return Choice(action, seat, partner=partner, offer=offer, request=request)


def _most(game: Game, seat: int, deeds: Mapping[int | None, tuple[int, ...]]) -> Bundle:
    """All that a seat can give, of the deeds that each can; who is in debt has no cash to give."""
    player = game.player(seat)
    cards = max(0, min(decks.MOST_CARDS, player.jail_cards))
    return Bundle(max(0, player.cash), deeds.get(seat, ()), cards)


def _offer(game: Game, event_type: str, choice: Choice) -> None:
    offer, request = choice.offer or Bundle(), choice.request or Bundle()
    trade = Trade(choice.seat, choice.partner or 0, offer, request)
    game.tell(event_type, choice.seat, **_told(game, trade))


def _told(game: Game, trade: Trade) -> dict[str, Any]:
    return {
        "proposer_id": game.id(trade.proposer),
        "recipient_id": game.id(trade.recipient),
        "offer": trade.offer,
        "request": trade.request,
    }


def _open(game: Game) -> Trade:
    trade = game.state.trade
    if trade is None:
        raise AssertionError("no trade to answer")
    return trade
