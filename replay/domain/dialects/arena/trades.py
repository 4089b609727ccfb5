"""Trades, of which this engine lets many lie open at once.

The state shows the one offered last; the others wait in its memory, under `OPEN`, as JSON texts by
trade id, so that a keyframe gives back the very same values.
"""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from replay.domain import effects
from replay.domain.dialects.arena import payloads
from replay.domain.dialects.arena.table import Table, deed
from replay.domain.effects import Bundle, Trade
from replay.domain.state import State

type Effects = tuple[effects.Any, ...]

_ITEM = re.compile(r"Property\(([0-9]|[1-3][0-9])\)|\$(-?[0-9]{1,12})|JailCard\((-?[0-9]{1,6})\)")
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


def trade_answered(payload: payloads.TradeAnswer, state: State, _table: Table) -> Effects:
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
    key = str(trade_id)
    if key not in waiting:
        return ()
    is_shown = key == next(reversed(waiting))
    del waiting[key]
    if not is_shown:
        return (effects.Remembered(OPEN, waiting),)
    last = _decode(waiting[next(reversed(waiting))]) if waiting else None
    return effects.TradeSet(last), effects.Remembered(OPEN, waiting)


@lru_cache(maxsize=1024)  # a proposal is told again when it is executed, and often repeated
def _bundle(items: payloads.Items) -> Bundle:
    cash = cards = 0
    deeds: dict[int, None] = {}
    for item in items:
        if (found := _ITEM.fullmatch(item)) is None:
            raise ValueError(f"nobody can trade {item!r} - at `$.proposer_offers` or `_wants`")
        match found.groups():
            case (str(position), _, _):
                deeds[deed(int(position))] = None
            case (_, str(dollars), _):
                cash += int(dollars)
            case (_, _, count):
                cards += int(count)
    return Bundle(cash, tuple(deeds), cards)
