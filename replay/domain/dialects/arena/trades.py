"""Trades, of which this engine lets many lie open at once.

The state shows the one offered last; the others wait in its memory, under `OPEN`, as JSON texts by
trade id, so that a keyframe gives back the very same values.
"""

from __future__ import annotations

import msgspec

from replay.domain import effects
from replay.domain.dialects.arena import payloads
from replay.domain.dialects.arena.table import Table, deed
from replay.domain.effects import Bundle, Trade
from replay.domain.state import State

type Effects = tuple[effects.Any, ...]

OPEN = "open_trades"
_MOST_OPEN = 64
"""No game seen had more; a log that never closes any must not make every keyframe grow."""

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Trade).decode


def opened(state: State, trade_id: int) -> Trade | None:
    """The open trade of that id."""
    text = state.memory.get(OPEN, {}).get(str(trade_id))
    return None if text is None else _decode(text)


def read(payload: payloads.TradeOffer, table: Table) -> Trade:
    """Both sides of an offer, out of the engine's texts."""
    return Trade(
        table.seat[payload.proposer_id],
        table.seat[payload.recipient_id],
        _bundle(payload.proposer_offers),
        _bundle(payload.proposer_wants),
    )


def trade_proposed(payload: payloads.TradeOffer, state: State, table: Table) -> Effects:
    """Moves nothing yet."""
    trade = read(payload, table)
    waiting = {**state.memory.get(OPEN, {}), str(payload.trade_id): _encode(trade).decode()}
    if len(waiting) > _MOST_OPEN:
        del waiting[next(iter(waiting))]
    return effects.TradeSet(trade), effects.Remembered(OPEN, waiting)


def trade_executed(payload: payloads.TradeOffer, state: State, table: Table) -> Effects:
    """Everything changes hands. Fees on mortgaged deeds follow as payments of their own."""
    trade = read(payload, table)
    given = _given(trade.offer, trade.proposer, trade.recipient)
    return (
        *given,
        *_given(trade.request, trade.recipient, trade.proposer),
        *_closed(payload.trade_id, state),
    )


def trade_answered(payload: payloads.TradeAnswer, state: State, table: Table) -> Effects:
    """Rejected, cancelled, or accepted (then it was executed just before)."""
    return _closed(payload.trade_id, state)


def _given(bundle: Bundle, giver: int, taker: int) -> Effects:
    done: list[effects.Any] = []
    if bundle.cash:
        done += (
            effects.CashMoved(giver, -bundle.cash, "trade"),
            effects.CashMoved(taker, bundle.cash, "trade"),
        )
    if bundle.jail_cards:
        done += (
            effects.JailCardsMoved(giver, -bundle.jail_cards),
            effects.JailCardsMoved(taker, bundle.jail_cards),
        )
    done += (effects.OwnerSet(position, taker) for position in bundle.properties)
    return tuple(done)


def _closed(trade_id: int, state: State) -> Effects:
    waiting = dict[str, str](state.memory.get(OPEN, {}))
    if waiting.pop(str(trade_id), None) is None:
        return ()
    last = _decode(waiting[next(reversed(waiting))]) if waiting else None
    return effects.TradeSet(last), effects.Remembered(OPEN, waiting)


def _bundle(items: payloads.Items) -> Bundle:
    if not items:
        return Bundle()
    cash = cards = 0
    deeds: dict[int, None] = {}
    for item in items:
        match item[0]:
            case "P":
                deeds[deed(int(item[len("Property(") : -1]))] = None
            case "$":
                cash += int(item[1:])
            case _:
                cards += int(item[len("JailCard(") : -1])
    return Bundle(cash, tuple(deeds), cards)
